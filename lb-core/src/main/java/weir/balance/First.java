package weir.balance;

/**
 * The first backend, in the order of the file, that has fewer exchanges in flight than it may be filled with; so few backends as possible are busy.
 *
 * <p>When all are full, the one that is over its limit by the least factor. The limit fills, it does not forbid. Weights do not matter, but for 0. Thread:
 * owning loop only. O(full backends x loops).
 */
final class First implements Picker {
    private final BackendSet backends;
    private final Loads loads;
    private final Loads.Row row;

    First(PickerParts parts) {
        backends = parts.backends();
        loads = parts.loads();
        row = parts.row();
    }

    @Override
    public int pick(PickContext context) {
        int best = NONE;
        double leastFull = Double.MAX_VALUE;
        for (int i = 0; i < backends.count(); i++) {
            if (!backends.isUsable(i) || context.wasTried(i)) {
                continue;
            }
            final double full = (double) loads.inFlight(i) / backends.inFlightMax(i);
            if (full < 1) {
                return i;
            }
            if (full < leastFull) {
                best = i;
                leastFull = full;
            }
        }
        return best;
    }

    @Override
    public boolean wantsFeedback() {
        return true;
    }

    @Override
    public void onStart(int backend) {
        row.start(backend);
    }

    @Override
    public void onEnd(int backend, long latencyNs, AttemptEnd end) {
        row.end(backend);
    }
}
