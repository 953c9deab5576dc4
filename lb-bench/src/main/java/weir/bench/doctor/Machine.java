package weir.bench.doctor;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import weir.bench.host.Tool;

/** All that the doctor looks at. What cannot be found out is empty, never an exception. Thread: the command's own. */
interface Machine {
    /** A file of {@code /proc} or {@code /sys}, without white space at its ends. */
    Optional<String> file(String path);

    /** Names in a directory; none where there is no such directory. */
    List<String> names(String directory);

    /** First line that tells a program's version; empty when the program is not installed. */
    Optional<String> version(Tool tool);

    /** What {@code jcmd PID COMMAND} prints. */
    Optional<String> jcmd(long pid, String command);

    /** The page of metrics of Weir's admin API. */
    Optional<String> metrics(URI admin);

    /** Lets time pass between two looks. */
    void pause() throws InterruptedException;

    /** How long {@link #pause()} takes. */
    long pauseNs();
}
