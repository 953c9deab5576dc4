package weir.model;

/**
 * How the probe loop finds out whether a backend works.
 *
 * @param type what is tried
 * @param http what is asked and expected, with {@link Type#HTTP}
 * @param times when
 * @param rise successes in a row that bring a backend back
 * @param fall failures in a row that take it out
 * @param initial what a backend is held for before its first check
 * @param port where it is checked; 0 = where requests go
 * @param panicPercent when a smaller share of the pool than this is up, health does not count; 0 = it always counts
 * @param passive what real requests tell
 * @param tls whether checks speak TLS
 */
public record HealthCheck(
        Type type,
        HttpCheck http,
        CheckTimes times,
        int rise,
        int fall,
        Health initial,
        int port,
        int panicPercent,
        Passive passive,
        CheckTls tls) {
    public enum Type {
        /** Never checked, never taken out. */
        NONE("none"),
        /**
         * Taken out by requests that fail; where they could not connect, then checked by connecting until it is back.
         */
        PASSIVE("passive"),
        /** A connection is established and closed. */
        TCP("tcp"),
        /** A request, judged by its response. */
        HTTP("http");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public static final Range RISE_RANGE = new Range("rise", 1, 1_000);
    public static final Range FALL_RANGE = new Range("fall", 1, 1_000);
    public static final Range PORT_RANGE = new Range("port", 1, 65_535);
    public static final Range PANIC_RANGE = new Range("panic", 0, 100);

    public static final HealthCheck DEFAULTS = new HealthCheck(
            Type.PASSIVE, HttpCheck.DEFAULTS, CheckTimes.DEFAULTS, 2, 3, Health.UP, 0, 0, Passive.DEFAULTS);

    public HealthCheck {
        Given.one("health.type", type);
        Given.one("health.path", http);
        Given.one("health.interval", times);
        Given.one("health.initial", initial);
        Given.one("health.passive", passive);
        Given.one("health.tls", tls);
        RISE_RANGE.check(rise);
        FALL_RANGE.check(fall);
        if (port != 0) {
            PORT_RANGE.check(port);
        }
        PANIC_RANGE.check(panicPercent);
        if (initial == Health.EJECTED) {
            throw new IllegalArgumentException("initial: ejected, must be up, down or checking");
        }
    }

    /** With TLS where requests have it. */
    public HealthCheck(
            Type type,
            HttpCheck http,
            CheckTimes times,
            int rise,
            int fall,
            Health initial,
            int port,
            int panicPercent,
            Passive passive) {
        this(type, http, times, rise, fall, initial, port, panicPercent, passive, CheckTls.DEFAULTS);
    }

    public HealthCheck withTls(CheckTls tls) {
        return new HealthCheck(type, http, times, rise, fall, initial, port, panicPercent, passive, tls);
    }

    public HealthCheck withPort(int port) {
        return new HealthCheck(type, http, times, rise, fall, initial, port, panicPercent, passive, tls);
    }

    /** A check for one range of statuses, with the defaults for the rest. */
    public HealthCheck(
            Type type, String path, int expectMin, int expectMax, int intervalMs, int timeoutMs, int rise, int fall) {
        this(
                type,
                HttpCheck.DEFAULTS.withPath(path).withExpect(StatusSet.of(expectMin, expectMax)),
                new CheckTimes(intervalMs, timeoutMs),
                rise,
                fall,
                Health.UP,
                0,
                0,
                Passive.DEFAULTS);
    }

    public HealthCheck withType(Type type) {
        return new HealthCheck(type, http, times, rise, fall, initial, port, panicPercent, passive, tls);
    }

    public HealthCheck withHttp(HttpCheck http) {
        return new HealthCheck(type, http, times, rise, fall, initial, port, panicPercent, passive, tls);
    }

    public HealthCheck withTimes(CheckTimes times) {
        return new HealthCheck(type, http, times, rise, fall, initial, port, panicPercent, passive, tls);
    }

    public HealthCheck withInitial(Health initial) {
        return new HealthCheck(type, http, times, rise, fall, initial, port, panicPercent, passive, tls);
    }

    public HealthCheck withPanicPercent(int panicPercent) {
        return new HealthCheck(type, http, times, rise, fall, initial, port, panicPercent, passive, tls);
    }

    public HealthCheck withPassive(Passive passive) {
        return new HealthCheck(type, http, times, rise, fall, initial, port, panicPercent, passive, tls);
    }

    /** Backends are checked while they are up, too. */
    public boolean isActive() {
        return type == Type.TCP || type == Type.HTTP;
    }
}
