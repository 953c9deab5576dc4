package weir.model;

import java.util.List;

/**
 * Who may come in, by network. Immutable, any thread.
 *
 * @param allow if there are any, nobody else
 * @param deny nobody of these, whatever {@code allow} says
 */
public record ClientNetworks(List<NetworkSource> allow, List<NetworkSource> deny) {
    public static final ClientNetworks ALL = new ClientNetworks(List.of(), List.of());
    public static final Range ALLOW_RANGE = new Range("allow", 1, 10_000);
    public static final Range DENY_RANGE = new Range("deny", 1, 10_000);

    public ClientNetworks {
        allow = Given.list("allow", allow);
        deny = Given.list("deny", deny);
    }

    public boolean isAll() {
        return allow.isEmpty() && deny.isEmpty();
    }
}
