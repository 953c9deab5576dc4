package weir.app;

/** What the shell sees when a command ends. Stable: scripts and service managers rely on it. */
final class ExitCode {
    /** The command did what it was asked to, a stop by signal included. */
    static final int FINE = 0;
    /** Something went wrong while running. */
    static final int FAILURE = 1;
    /** Bad usage or bad configuration, a port that is taken included; nothing was started. */
    static final int USAGE = 2;

    /** Memory is out or a thread has died, and nothing less than a new start helps: EX_SOFTWARE of sysexits.h. */
    static final int DEAD = 70;

    private ExitCode() {}
}
