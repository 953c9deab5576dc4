package weir.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import weir.text.OneLine;

/**
 * A demo backend in a process of its own, so that a user can kill it.
 *
 * <p>It ends itself when its standard input does, which the system closes however this process dies. It is not started
 * again when it is gone: that is what the user tries.
 *
 * <p>Thread: started, awaited and ended by one thread at a time; a second one reads what the child prints.
 */
final class BackendProcess {
    /** How the line begins that says a backend accepts requests. */
    static final String READY = "demo backend ";

    /** How the line of a child begins that says why it could not start. */
    private static final String OURS = "weir: ";

    private static final int READY_SECONDS_MAX = 30, END_SECONDS_MAX = 5;

    private final String name;
    private final PrintWriter out;
    private final Process process;
    private final Thread reader;
    private final CompletableFuture<InetSocketAddress> ready = new CompletableFuture<>();
    private volatile boolean isEnding;

    /** The child ended or stayed silent instead of getting ready. The message is for the user, in one line. */
    static final class NotReady extends Exception {
        private static final long serialVersionUID = 1;

        private NotReady(String message) {
            super(message);
        }
    }

    private BackendProcess(String name, Process process, PrintWriter out) {
        this.name = name;
        this.out = out;
        this.process = process;
        // Owns: the child's output.
        this.reader = new Thread(this::read, name + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Returns at once; {@link #awaitReady} tells whether it worked.
     *
     * @param port 0 lets the system choose
     * @param out where to say that the child has ended on its own, and what it printed
     */
    static BackendProcess start(String name, int port, PrintWriter out) throws IOException {
        final List<String> command =
                SelfCommand.child("backend", "--port", Integer.toString(port), "--name", name, "--exit-with-parent");
        return new BackendProcess(
                name, new ProcessBuilder(command).redirectErrorStream(true).start(), out);
    }

    /** Blocks until it accepts requests. */
    void awaitReady() throws NotReady, InterruptedException {
        try {
            ready.get(READY_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new NotReady(e.getCause().getMessage());
        } catch (TimeoutException e) {
            throw new NotReady("demo backend " + name + ": not ready after " + READY_SECONDS_MAX + " s");
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    /** Of a ready one. */
    InetSocketAddress address() {
        return ready.join();
    }

    /** What to type to have this backend again. Of a ready one. */
    String restart() {
        return SelfCommand.line("backend", "--port", Integer.toString(address().getPort()), "--name", name);
    }

    /** From now on it is no news when one of them ends. */
    static void expectEnd(List<BackendProcess> backends) {
        for (BackendProcess backend : backends) {
            backend.isEnding = true;
        }
    }

    /** Ends all of them, side by side, and returns when they are gone. Those that are gone already are no problem. */
    static void endAll(List<BackendProcess> backends) {
        expectEnd(backends);
        for (BackendProcess backend : backends) {
            backend.process.destroy();
        }
        backends.forEach(BackendProcess::awaitEnd);
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            reader.join(TimeUnit.SECONDS.toMillis(END_SECONDS_MAX));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        String last = "ended without a word";
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                onLine(line);
                last = line;
            }
        } catch (IOException e) {
            // as good as the end
        }
        onEnd(last);
    }

    private void onLine(String line) {
        if (ready.isDone()) {
            out.println(name + ": " + OneLine.of(line));
        } else if (line.startsWith(READY)) {
            final URI url = URI.create(line.substring(line.lastIndexOf(' ') + 1));
            ready.complete(new InetSocketAddress(url.getHost(), url.getPort()));
        } // else a word of the JVM, or the reason why it ends
    }

    /** @param last what it printed last: the reason, when it never got ready */
    private void onEnd(String last) {
        final String reason = last.startsWith(OURS) ? last.substring(OURS.length()) : READY + name + ": " + last;
        final boolean wasReady = !ready.completeExceptionally(new IOException(reason));
        if (wasReady && !isEnding) {
            out.println(name + " (pid " + pid() + ") has ended; to start it again: " + restart());
        }
    }
}
