package weir.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * Ends the process when one of its threads dies, which each of them only does of an {@link OutOfMemoryError} or of a
 * bug that no barrier has caught: with a part of Weir missing the rest would hold clients that nobody serves. One line
 * on stderr, and {@link ExitCode#DEAD}, after which a service manager starts it again.
 *
 * <p>Installed by the command line alone, as the process is Weir's there. It is the handler of last resort for every
 * thread, those of libraries included. An application that embeds Weir decides for itself: the JVM calls its own
 * default handler, if it has set one. Nothing is left behind by halting: hooks would need the memory that is not there.
 *
 * <p>Any thread. It works when not a byte of heap is left: what it needs is made, and has run once, before.
 */
final class LastResort implements Thread.UncaughtExceptionHandler {
    private static final int LINE_BYTES = 1_024;

    private final OutputStream err;
    private final IntConsumer halt;
    private final AtomicBoolean hasBegun = new AtomicBoolean();
    private final byte[] line = new byte[LINE_BYTES];
    private int length;

    /** @param err unbuffered; a {@link java.io.PrintStream} would allocate */
    LastResort(OutputStream err, IntConsumer halt) {
        this.err = err;
        this.halt = halt;
        rehearse();
    }

    /** For all threads of this process, from now on. */
    static void install() {
        final LastResort last = new LastResort(new FileOutputStream(FileDescriptor.err), Runtime.getRuntime()::halt);
        Thread.setDefaultUncaughtExceptionHandler(last);
    }

    /**
     * Loads and links all that {@link #uncaughtException} touches; even a literal is an object that is made when it is
     * first used, and the handle of a variable is linked then.
     */
    private void rehearse() {
        hasBegun.compareAndSet(true, false); // it is not
        describeShortage(Thread.currentThread(), new OutOfMemoryError());
        describe(Thread.currentThread(), new OutOfMemoryError());
        length = 0;
        print();
    }

    @Override
    public void uncaughtException(Thread thread, Throwable cause) {
        if (!hasBegun.compareAndSet(false, true)) {
            return; // another thread is about to end the process
        }
        try {
            if (cause instanceof OutOfMemoryError) {
                describeShortage(thread, cause);
            } else {
                describe(thread, cause);
            }
            print();
        } finally {
            halt.accept(ExitCode.DEAD);
        }
    }

    private void describeShortage(Thread thread, Throwable cause) {
        append("weir: out of memory (");
        append(cause.getMessage());
        append(") in thread ");
        append(thread.getName());
        append(": the process ends with status 70; a larger -Xmx or a smaller limits.connections helps");
        endLine();
    }

    private void describe(Thread thread, Throwable cause) {
        append("weir: thread ");
        append(thread.getName());
        append(" has died, so the process ends with status 70: ");
        try {
            final StackTraceElement[] trace = cause.getStackTrace();
            append(cause.toString().replaceAll("\\s+", " ") + (trace.length > 0 ? " at " + trace[0] : ""));
        } catch (RuntimeException | Error e) { // of a message that cannot be made
            append(cause.getClass().getName());
        }
        endLine();
    }

    /** Allocates nothing, and leaves room for the line's end. */
    private void append(String text) {
        for (int i = 0; text != null && i < text.length() && length < LINE_BYTES - 1; i++) {
            final char c = text.charAt(i);
            line[length++] = (byte) (c < ' ' || c > '~' ? '?' : c);
        }
    }

    private void endLine() {
        line[length++] = '\n';
    }

    private void print() {
        try {
            err.write(line, 0, length);
        } catch (IOException e) {
            length = 0; // nobody reads it; the status says enough
        }
    }

    /** What has been said. */
    @Override
    public String toString() {
        return new String(line, 0, length, StandardCharsets.US_ASCII);
    }
}
