package weir.accesslog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import weir.model.Form;

/** What this machine calls itself, without asking a name service. */
final class HostName {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");
    /** RFC 5424 §6. */
    private static final Form FORM = new Form("[!-~]{1,255}", "a host name");

    private HostName() {}

    /** Null when it is unknown. */
    static String ofThisMachine() {
        try {
            final String name = Files.readString(KERNEL).strip();
            return FORM.matches(name) ? name : null;
        } catch (IOException e) {
            return null;
        }
    }
}
