package weir.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import weir.config.OperatorText;
import weir.text.OneLine;

/**
 * What the commands have in common that change a backend of a running Weir, through its admin API. Thread: the
 * command's.
 */
abstract class ChangeCommand implements Callable<Integer> {
    private static final int WAIT_MAX_MS = 600_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AdminClient admin;

    /** A backend as it is named on the command line. */
    record Target(String pool, String backend) {
        String path() {
            return AdminClient.path("pools", pool, "backends", backend);
        }

        @Override
        public String toString() {
            return pool + "/" + backend;
        }
    }

    @Override
    public final Integer call() throws InterruptedException {
        try {
            return act(admin, spec.commandLine().getOut());
        } catch (AdminClient.Refused e) {
            return fail(e.getMessage());
        } catch (IOException e) {
            return fail("what answers is no admin API of Weir: " + OneLine.reason(e));
        }
    }

    private int fail(String message) {
        spec.commandLine().getErr().println("weir " + spec.name() + ": " + OneLine.of(message));
        return ExitCode.FAILURE;
    }

    /** @return one of {@link ExitCode} */
    abstract int act(AdminClient client, PrintWriter out) throws AdminClient.Refused, IOException, InterruptedException;

    final Target target(String text) {
        final int slash = text.indexOf('/');
        if (slash <= 0 || slash == text.length() - 1) {
            throw admin.usage("'" + text + "', must be POOL/BACKEND, such as app/127.0.0.1:9001");
        }
        return new Target(text.substring(0, slash), text.substring(slash + 1));
    }

    /** Of the option {@code --wait}; 0 when there is none. */
    final int waitMs(String text) {
        final int ms = text == null ? 0 : OperatorText.durationMs(text);
        if (ms < 0 || ms > WAIT_MAX_MS) {
            throw admin.usage("--wait: '" + text + "', must be a duration up to 10m, such as 30s");
        }
        return ms;
    }

    static String requests(int count) {
        return Count.of(count, "request");
    }
}
