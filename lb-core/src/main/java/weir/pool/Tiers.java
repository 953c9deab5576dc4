package weir.pool;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import weir.balance.AttemptEnd;
import weir.balance.BackendSet;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.Preview;
import weir.buf.Hash64;
import weir.model.Backend;
import weir.model.Pool;

/**
 * The two tiers of one pool's backends, as one loop sees them: those that requests go to, and the backups, which get
 * what the others cannot.
 *
 * <p>Both sets count all backends, so that an index means the same in each; those of the other tier have no weight in
 * it. Pools without backups have one set and plain pickers. Thread: owning loop only.
 */
final class Tiers {
    private final List<Backend> backends;
    private final BackendSet primaries;
    /** Null when there are none. */
    private final BackendSet backups;
    /** Requests wait for a primary that is full; else a backup gets them. */
    private final boolean hasLine;

    Tiers(Pool pool) {
        backends = pool.backends();
        primaries = set(backends, false);
        backups = backends.stream().anyMatch(Backend::isBackup) ? set(backends, true) : null;
        hasLine = pool.queue().lengthMax() > 0;
    }

    private static BackendSet set(List<Backend> backends, boolean isBackup) {
        return new BackendSet(
                backends.stream()
                        .mapToDouble(backend -> backend.isBackup() == isBackup ? backend.weight() : 0)
                        .toArray(),
                backends.stream()
                        .mapToLong(backend -> Hash64.of(backend.id().getBytes(StandardCharsets.UTF_8)))
                        .toArray());
    }

    /** One that goes by both tiers. */
    Picker picker(Function<BackendSet, Picker> kind) {
        final Picker ofPrimaries = kind.apply(primaries);
        return backups == null ? ofPrimaries : new TieredPicker(ofPrimaries, kind.apply(backups));
    }

    /** Has a {@link #picker} of these go on with what one of the tiers before has learnt. */
    void teach(Picker picker, Picker before) {
        final boolean hasLastBackupGone = backups == null && before instanceof TieredPicker;
        picker.learnFrom(hasLastBackupGone ? ((TieredPicker) before).ofPrimaries : before);
    }

    /** The tier of a backend. */
    BackendSet of(int backend) {
        return isBackup(backend) ? backups : primaries;
    }

    private boolean isBackup(int backend) {
        return backups != null && backends.get(backend).isBackup();
    }

    boolean hasUsable() {
        return primaries.usableCount() > 0 || backups != null && backups.usableCount() > 0;
    }

    /** A usable backend is left that was not tried, whether or not it is full. O(backends). */
    boolean hasUntried(PickContext context) {
        return primaries.hasUntried(context) || backups != null && backups.hasUntried(context);
    }

    /** A picker would find a backend now. O(backends). */
    boolean canPick(PickContext context) {
        return primaries.hasUsable(context) || isForBackups(context) && backups.hasUsable(context);
    }

    /** For a request that no primary can take now. O(backends). */
    private boolean isForBackups(PickContext context) {
        return backups != null && !(hasLine && primaries.hasUntried(context));
    }

    /** Thread: owning loop only. */
    private final class TieredPicker implements Picker {
        private final Picker ofPrimaries;
        private final Picker ofBackups;

        TieredPicker(Picker ofPrimaries, Picker ofBackups) {
            this.ofPrimaries = ofPrimaries;
            this.ofBackups = ofBackups;
        }

        @Override
        public int pick(PickContext context) {
            final int backend = ofPrimaries.pick(context);
            return backend == NONE && isForBackups(context) ? ofBackups.pick(context) : backend;
        }

        @Override
        public void preview(PickContext context, Preview preview) {
            ofPrimaries.preview(context, preview);
            if (!primaries.hasUsable(context) && isForBackups(context)) {
                ofBackups.preview(context, preview);
                return;
            }
            for (int i = 0; i < backends.size(); i++) {
                if (isBackup(i)) {
                    preview.exclude(i, Preview.BACKUP);
                }
            }
        }

        private Picker of(int backend) {
            return isBackup(backend) ? ofBackups : ofPrimaries;
        }

        @Override
        public void charge(int backend) {
            of(backend).charge(backend);
        }

        @Override
        public void learnFrom(Picker before) {
            if (before instanceof TieredPicker tiered) {
                ofPrimaries.learnFrom(tiered.ofPrimaries);
                ofBackups.learnFrom(tiered.ofBackups);
            } else {
                ofPrimaries.learnFrom(before); // the first backup has come
            }
        }

        @Override
        public boolean wantsFeedback() {
            return ofPrimaries.wantsFeedback();
        }

        @Override
        public void onStart(int backend) {
            of(backend).onStart(backend);
        }

        @Override
        public void onConnected(int backend, long latencyNs) {
            of(backend).onConnected(backend, latencyNs);
        }

        @Override
        public void onEnd(int backend, long latencyNs, AttemptEnd end) {
            of(backend).onEnd(backend, latencyNs, end);
        }
    }
}
