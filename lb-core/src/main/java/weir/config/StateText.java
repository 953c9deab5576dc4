package weir.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;
import weir.config.section.StateSection;
import weir.config.value.Location;
import weir.config.value.ParseContext;
import weir.model.OperatorState;

/**
 * Reads what Weir has kept of operators' changes: strictly, as a configuration, because operators may have edited it.
 * Blocks on the disk.
 */
public final class StateText {
    /** Ten thousand backends fit in several times. */
    static final int BYTES_MAX = 16 << 20;

    private static final StateSection ROOT = new StateSection();

    /**
     * What was read.
     *
     * @param state null after a problem
     * @param problems all that is wrong with it, in line order
     */
    public record Result(OperatorState state, List<ConfigProblem> problems) {
        public boolean isRefused() {
            return !problems.isEmpty();
        }
    }

    private StateText() {}

    /** Never throws for what the file is like. */
    public static Result read(Path path) {
        final FileText file = FileText.ofState(path, BYTES_MAX);
        return file.problem() == null ? read(path.toString(), file.text()) : new Result(null, List.of(file.problem()));
    }

    /** @param file stands in messages where the name of a file would */
    static Result read(String file, String text) {
        final ParseContext context = new ParseContext(InetAddress::getByName);
        final Node root = YamlTree.of(text, BYTES_MAX, "a state file of Weir", context);
        final OperatorState state = root == null ? null : ROOT.read(Location.top(context, root));
        return new Result(context.hasProblems() ? null : state, Results.problems(file, context));
    }
}
