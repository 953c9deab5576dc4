package weir.time;

/** Where a loop learns the time. Injected everywhere, so that tests and the simulator can turn it by hand. */
public interface Clock {
    Clock SYSTEM = new Clock() {
        @Override
        public long nowNs() {
            return System.nanoTime();
        }

        @Override
        public long wallMs() {
            return System.currentTimeMillis();
        }
    };

    /** Monotonic nanoseconds with an arbitrary origin; compare by subtraction only. */
    long nowNs();

    /** Milliseconds since 1970, for dates that people and peers read; never for deadlines. */
    long wallMs();
}
