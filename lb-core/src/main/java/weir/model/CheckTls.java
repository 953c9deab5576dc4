package weir.model;

import java.nio.file.Path;

/**
 * Whether checks speak TLS.
 *
 * @param mode with what is right where requests go, and otherwise
 * @param authorities file of who may vouch for what is checked; null = as the pool has it
 * @param serverName what is asked for, and what the certificate must be for; null = as the pool does
 */
public record CheckTls(Mode mode, Path authorities, String serverName) {
    /** When. */
    public enum Mode {
        /** Where the pool has TLS and the check goes where requests go; anything else is another service. */
        AS_USED,
        ON,
        OFF
    }

    public static final CheckTls DEFAULTS = new CheckTls(Mode.AS_USED, null, null);

    public CheckTls {
        Given.one("health.tls", mode);
        Given.textOrNone("health.server-name", serverName, BackendTls.ANY_NAME);
    }

    /** @param isAsUsed the check goes where requests go */
    public boolean isOn(boolean isAsUsed) {
        return mode == Mode.ON || mode == Mode.AS_USED && isAsUsed;
    }
}
