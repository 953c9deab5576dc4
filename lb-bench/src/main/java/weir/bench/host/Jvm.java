package weir.bench.host;

import java.util.ArrayList;
import java.util.List;

/** A JVM to start a server with. Immutable, any thread. */
public record Jvm(String java, List<String> options) {
    public Jvm {
        options = List.copyOf(options);
    }

    public List<String> command() {
        final List<String> command = new ArrayList<>(List.of(java));
        command.addAll(options);
        return command;
    }
}
