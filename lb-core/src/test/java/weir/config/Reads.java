package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import weir.model.Configuration;

/** Reads text as the tests need it: with a name service that knows two hosts, and results as plain lines. */
final class Reads {
    static final String FILE = "weir.yaml";

    private static final Map<String, byte[]> HOSTS =
            Map.of("localhost", new byte[] {127, 0, 0, 1}, "app.internal", new byte[] {10, 0, 0, 1});

    private Reads() {}

    static InetAddress find(String host) throws UnknownHostException {
        if (!HOSTS.containsKey(host)) {
            throw new UnknownHostException(host);
        }
        return InetAddress.getByAddress(host, HOSTS.get(host));
    }

    static ConfigResult result(String text) {
        return ConfigText.read(FILE, text, Reads::find);
    }

    /** Fails, with the problems, when there are any. */
    static Configuration configuration(ConfigResult result) {
        return assertInstanceOf(ConfigResult.Loaded.class, result, () -> String.join("\n", problems(result)))
                .configuration();
    }

    static Configuration configuration(String text) {
        return configuration(result(text));
    }

    /** Empty when the text is accepted. */
    static List<String> problems(ConfigResult result) {
        return result instanceof ConfigResult.Refused refused
                ? refused.problems().stream().map(ConfigProblem::text).toList()
                : List.of();
    }

    static List<String> problems(String text) {
        return problems(result(text));
    }

    /** That is the only problem, or its beginning. */
    static void expectProblem(String begin, String text) {
        final List<String> problems = problems(text);
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).startsWith(begin), problems::toString);
    }

    static List<String> warnings(ConfigResult result) {
        return result.warnings().stream().map(ConfigWarning::text).toList();
    }

    static List<String> warnings(String text) {
        return warnings(result(text));
    }
}
