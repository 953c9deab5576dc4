package weir.config.value;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import weir.model.AccessLog;
import weir.model.LogSelection;
import weir.model.Syslog;

/** Where the access log goes: the path of a file to write, standard output, a syslog server, or nowhere. */
public final class LogAccess implements ValueType<AccessLog> {
    private static final String NONE = "none";
    private static final String SYSLOG = "syslog:";
    private static final String SYSLOG_ACCEPTED =
            "syslog:udp:host:port, syslog:tcp:host:port, or syslog:unix: and the absolute path of a socket";

    @Override
    public AccessLog read(Location location) {
        final String text = location.text();
        if (text == null || text.isBlank()) {
            return location.refuse(accepted());
        } else if (text.equals(NONE)) {
            return AccessLog.NONE;
        } else if (text.startsWith(SYSLOG)) {
            final Syslog syslog = syslog(text.substring(SYSLOG.length()));
            return syslog == null ? location.refuse(SYSLOG_ACCEPTED) : log(null, syslog);
        }
        try {
            return log(Path.of(text), null);
        } catch (InvalidPathException e) {
            return location.refuse(accepted());
        }
    }

    private static AccessLog log(Path file, Syslog syslog) {
        return new AccessLog(
                file, syslog, AccessLog.NONE.format(), null, AccessLog.AUTO, LogSelection.ALL, false, List.of());
    }

    /** Null when it is none. */
    private static Syslog syslog(String text) {
        for (Syslog.Transport transport : Syslog.Transport.values()) {
            if (text.startsWith(transport.word() + ':')) {
                final String rest = text.substring(transport.word().length() + 1);
                return transport == Syslog.Transport.UNIX ? atPath(rest) : atHost(transport, rest);
            }
        }
        return null;
    }

    private static Syslog atPath(String path) {
        return path.startsWith("/") && path.indexOf('\0') < 0 ? Syslog.of(Syslog.Transport.UNIX, null, 0, path) : null;
    }

    private static Syslog atHost(Syslog.Transport transport, String text) {
        final HostPort at = HostPort.parse(text);
        return at == null || at.port() == 0 ? null : Syslog.of(transport, at.host(), at.port(), null);
    }

    @Override
    public String accepted() {
        return "none, " + AccessLog.STDOUT + " for standard output, the path of a file, or " + SYSLOG_ACCEPTED;
    }

    @Override
    public String show(AccessLog log) {
        return log.isOn() ? log.target() : NONE;
    }
}
