package weir.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.tinylog.Logger;
import weir.text.OneLine;

/**
 * Files and libraries that are opened when something is used for the first time. Weir uses all of it before it listens:
 * later there may be no descriptor left, and a logger that could not be made then stays dead. Any thread.
 */
final class FirstUse {
    private FirstUse() {}

    /** @throws IOException when there are too few descriptors even for that */
    static void ofAll() throws IOException {
        try {
            Logger.isInfoEnabled(); // reads its properties and makes its writer
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT)
                    .format(ZonedDateTime.now()); // time zones
            new SecureRandom().nextBytes(new byte[1]); // /dev/urandom
            ManagementFactory.getOperatingSystemMXBean(); // libmanagement, libmanagement_ext
            ManagementFactory.getGarbageCollectorMXBeans();
            try (SocketChannel channel = SocketChannel.open()) {
                channel.supportedOptions(); // libextnet
            }
        } catch (LinkageError e) {
            throw new IOException("a library cannot be loaded: " + OneLine.reason(e), e);
        }
    }
}
