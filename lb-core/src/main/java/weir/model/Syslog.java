package weir.model;

import java.util.List;

/**
 * A syslog server that takes the lines of the access log, as RFC 5424 has them. Immutable, any thread.
 *
 * @param host of {@code UDP} and {@code TCP}; a name is looked up at each connection
 * @param path of {@code UNIX}, else null
 * @param facility index in {@link #FACILITIES}; {@code severity} likewise
 * @param appName what the messages are from
 */
public record Syslog(
        Transport transport, String host, int port, String path, int facility, int severity, String appName) {
    /** By their codes, RFC 5424 §6.2.1. */
    public static final List<String> FACILITIES = List.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "syslog",
            "lpr",
            "news",
            "uucp",
            "cron",
            "authpriv",
            "ftp",
            "ntp",
            "audit",
            "alert",
            "clock",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");

    public static final List<String> SEVERITIES =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");
    private static final Range PORT_RANGE = new Range("port", 0, 65_535);
    private static final Range FACILITY_RANGE = new Range("facility", 0, FACILITIES.size() - 1);
    private static final Range SEVERITY_RANGE = new Range("severity", 0, SEVERITIES.size() - 1);

    public static final Form APP_NAME =
            new Form("[!-~]{1,48}", "1 to 48 letters, digits or other visible characters of ASCII");

    private static final String PREFIX = "syslog:";

    public Syslog {
        Given.one("log.access", transport);
        PORT_RANGE.check(port);
        FACILITY_RANGE.check(facility);
        SEVERITY_RANGE.check(severity);
        Given.text("log.syslog.app-name", appName, APP_NAME);
    }

    /** With nginx's facility and severity. */
    public static Syslog of(Transport transport, String host, int port, String path) {
        return new Syslog(
                transport, host, port, path, FACILITIES.indexOf("local7"), SEVERITIES.indexOf("info"), "weir");
    }

    public Syslog with(String facility, String severity, String appName) {
        return new Syslog(
                transport, host, port, path, FACILITIES.indexOf(facility), SEVERITIES.indexOf(severity), appName);
    }

    /** RFC 5424 §6.2.1. */
    public int priority() {
        return facility * 8 + severity;
    }

    /** As it stands in the configuration. */
    @Override
    public String toString() {
        return PREFIX + transport.word() + ':' + (transport == Transport.UNIX ? path : host + ':' + port);
    }

    /** How messages get there. */
    public enum Transport {
        /** A datagram each, RFC 5426: what gets lost nobody hears of. */
        UDP("udp"),
        /** A connection, in which each message has its length before it, RFC 6587 §3.4.1. */
        TCP("tcp"),
        /** A connection to a Unix socket, in which each message ends with its line, RFC 6587 §3.4.2. */
        UNIX("unix");

        private final String word;

        Transport(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
