package weir.model;

/**
 * How it is found out whether a backend can be used, and what follows from it.
 *
 * @param health what is checked
 * @param slowStart how a backend that returns comes back to its full share
 * @param onDown what is run when a backend goes down; null = nothing
 */
public record Upkeep(HealthCheck health, SlowStart slowStart, OnDown onDown) {
    Upkeep withSlowStart(SlowStart slowStart) {
        return new Upkeep(health, slowStart, onDown);
    }

    Upkeep withOnDown(OnDown onDown) {
        return new Upkeep(health, slowStart, onDown);
    }
}
