package weir.app;

import java.io.PrintWriter;
import java.util.List;

/** What the demo prints for its user to go on with. */
final class DemoGuide {
    private DemoGuide() {}

    static void printBackends(List<BackendProcess> backends, PrintWriter out) {
        for (BackendProcess backend : backends) {
            out.println("backend " + backend.name() + " on " + url(backend) + " (pid " + backend.pid() + ")");
        }
    }

    /** Its last line says that everything is ready. */
    static void printWhatToTry(String url, String admin, List<BackendProcess> backends, PrintWriter out) {
        final BackendProcess second = backends.get(1);
        final BackendProcess third = backends.get(2);
        out.println();
        out.println("Try in another terminal:");
        out.println("  # who answers? The backends take turns:");
        out.println("  curl " + url + "/");
        out.println("  # end one, go on asking, and start it again:");
        out.println("  kill " + second.pid());
        out.println("  " + second.restart());
        out.println("  # take one out without ending it, and back in with /health/up:");
        out.println("  curl -X POST " + url(third) + "/health/down");
        out.println("  # slow, failing, streaming and large responses:");
        out.println("  curl -i '" + url + "/?delay=300ms&status=503'");
        out.println("  curl -N '" + url + "/?sse=5&every=500ms'");
        out.println("  curl '" + url + "/?bytes=1GiB' | wc -c");
        out.println("  # what the balancer knows of them:");
        out.println("  " + SelfCommand.line("status", "--admin", admin));
        out.println("  curl " + admin + "/metrics");
        out.println();
        out.println("Ready. Ctrl-C ends everything.");
    }

    private static String url(BackendProcess backend) {
        return Url.of("http", backend.address());
    }
}
