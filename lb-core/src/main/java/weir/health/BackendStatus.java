package weir.health;

import java.util.List;
import weir.model.AdminState;
import weir.model.Health;

/**
 * All that the probe loop knows about a backend, for people and programs to read. Immutable, any thread.
 *
 * @param reason of the present health
 * @param sinceWallMs since when, in milliseconds since 1970
 * @param isPanic too few of its pool are up, so its health does not count
 * @param admin what the operator wants
 * @param asksForDrain the backend itself wants no new clients
 * @param weight effective: what loops go by
 * @param weightOverride what the operator has set; null = nothing
 * @param limitShare what slow start leaves of its limit of connections, up to 1
 * @param lastCheck null before the first one
 * @param ejections so far
 * @param ejectedUntilWallMs 0 when it is not ejected
 * @param generation of what loops were told last
 * @param transitions the last ones, oldest first
 */
public record BackendStatus(
        String pool,
        String backend,
        Health health,
        String reason,
        long sinceWallMs,
        boolean isPanic,
        AdminState admin,
        boolean asksForDrain,
        double weight,
        Double weightOverride,
        double limitShare,
        CheckResult lastCheck,
        long ejections,
        long ejectedUntilWallMs,
        long generation,
        List<Transition> transitions) {
    public BackendStatus {
        transitions = List.copyOf(transitions);
    }
}
