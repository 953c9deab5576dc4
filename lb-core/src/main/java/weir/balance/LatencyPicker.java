package weir.balance;

import java.util.function.LongSupplier;

/**
 * What pickers have in common that go by how fast backends answer, and by what is in flight: they learn from each
 * attempt, hand what they know on to the next of their kind, and starve no backend, see {@link ExplorationFloor}. In
 * flight counts all loops; of latencies, this loop's own are known, see {@link Latencies}.
 *
 * <p>A real template, so a base class: each of them says only how it chooses and how it learns. Thread: owning loop
 * only.
 */
abstract class LatencyPicker implements Picker {
    final BackendSet backends;
    final Loads loads;
    final Latencies latencies;
    private final Loads.Row row;
    private final ExplorationFloor exploration;
    private final LongSupplier clock;
    private final String scoreMeaning;

    LatencyPicker(PickerParts parts, String scoreMeaning) {
        this.scoreMeaning = scoreMeaning;
        backends = parts.backends();
        loads = parts.loads();
        row = parts.row();
        latencies = new Latencies(backends);
        exploration = new ExplorationFloor(parts);
        clock = parts.nowNs();
        backends.onChange(this::onChange);
    }

    /** After the backends have changed, or their weights. */
    void onChange() {
        latencies.onChange();
        exploration.rebuild();
    }

    final long nowNs() {
        return clock.getAsLong();
    }

    /** As {@link #pick}, when no exploration is due. */
    abstract int choose(PickContext context);

    /** What {@link #choose} goes by. */
    abstract double score(int index, long nowNs);

    /** Tells what {@link #choose} would be, and changes nothing by it. */
    abstract void previewChoice(PickContext context, Preview preview, long nowNs);

    /** An attempt that says something of its backend. */
    abstract void observe(int backend, long latencyNs, AttemptEnd end, long nowNs);

    @Override
    public final int pick(PickContext context) {
        return exploration.isDue() ? exploration.pick(context) : choose(context);
    }

    @Override
    public final void preview(PickContext context, Preview preview) {
        final long nowNs = nowNs();
        preview.setScoreMeaning(scoreMeaning);
        for (int i = 0; i < backends.count(); i++) {
            if (backends.weight(i) > 0) {
                preview.setScore(i, score(i, nowNs));
            }
        }
        latencies.preview(preview, nowNs);
        if (exploration.isNext()) {
            exploration.preview(context, preview);
        } else {
            previewChoice(context, preview, nowNs);
        }
    }

    @Override
    public final void learnFrom(Picker before) {
        if (before instanceof LatencyPicker other) {
            latencies.learnFrom(other.latencies);
        }
    }

    @Override
    public final boolean wantsFeedback() {
        return true;
    }

    @Override
    public final void onStart(int backend) {
        row.start(backend);
    }

    @Override
    public final void onConnected(int backend, long latencyNs) {
        observe(backend, latencyNs, AttemptEnd.ANSWERED, nowNs());
    }

    @Override
    public final void onEnd(int backend, long latencyNs, AttemptEnd end) {
        row.end(backend);
        final long nowNs = nowNs();
        if (latencies.isNews(backend, latencyNs, end, nowNs)) {
            observe(backend, latencyNs, end, nowNs);
        }
    }
}
