package weir.health;

import weir.model.Health;

/**
 * Something that happened to a backend and mattered. Immutable, any thread.
 *
 * @param wallMs when, since 1970
 * @param from health before
 * @param to health since; the same as {@code from} where something else than health has changed
 * @param reason for people
 */
public record Transition(long wallMs, Kind kind, Health from, Health to, String reason) {
    /** What has changed. */
    public enum Kind {
        HEALTH("health"),
        /** What the operator, or the backend itself, wants of it. */
        ADMIN("admin"),
        WEIGHT("weight"),
        SLOW_START("slow_start"),
        /** A rule would have ejected it, were it enforced. */
        SHADOW("shadow"),
        /** A rule wanted to eject it, but too many are out already. */
        SPARED("spared"),
        PANIC("panic");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
