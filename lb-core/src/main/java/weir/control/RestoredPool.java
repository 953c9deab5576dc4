package weir.control;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import weir.config.OperatorText;
import weir.model.AddedBackend;
import weir.model.Backend;
import weir.model.OperatorPoolState;
import weir.model.Pool;

/** One pool of a {@link StateRestore}, while it is made. Thread: the one that starts. */
final class RestoredPool {
    private final List<String> notes;
    private Pool pool;
    private OperatorPoolState effective = OperatorPoolState.NONE;

    /** @param notes gets what gives way */
    RestoredPool(Pool configured, List<String> notes) {
        this.notes = notes;
        pool = configured;
    }

    /** Removes first: another backend may have been added under the same id. */
    void apply(OperatorPoolState wanted) {
        wanted.removed().forEach(this::remove);
        wanted.added().forEach(this::add);
        wanted.changed().forEach(this::change);
    }

    private void remove(OperatorPoolState.Removed removed) {
        final int index = pool.indexOf(removed.id());
        if (index < 0) {
            return; // they agree by now
        }
        final String address = pool.backends().get(index).addressText();
        if (OperatorText.isSameAddress(address, removed.address())) {
            final List<Backend> left = new ArrayList<>(pool.backends());
            left.remove(index);
            pool = pool.withBackends(left.isEmpty() ? List.of(Backend.VACANT) : left);
            effective = effective.withRemoved(removed.id(), address);
        } else {
            note(
                    removed.id(),
                    "it was removed at " + removed.address() + ", but the configuration has it at " + address
                            + " now, and there it is used");
        }
    }

    private void add(AddedBackend added) {
        final Membership members = new Membership(pool, (int) Pool.BACKENDS_RANGE.max());
        final Backend backend = OperatorText.backendOrLater(added);
        final String obstacle = members.obstacle(backend, index -> true);
        if (obstacle == null) {
            pool = members.with(backend, index -> true);
            effective = effective.withAdded(added);
            if (backend.address() instanceof InetSocketAddress internet && internet.isUnresolved()) {
                note(added.id(), "its host does not resolve now, so it is down until it does: " + added.address());
            }
        } else {
            note(added.id(), "it was added, but now " + obstacle + ", which goes first");
        }
    }

    private void change(OperatorPoolState.Change change) {
        if (pool.indexOf(change.id()) < 0) {
            note(change.id(), "its state or weight was set, but the pool does not have it any more");
        } else {
            effective = effective.withState(change.id(), change.state()).withWeight(change.id(), change.weight());
        }
    }

    private void note(String id, String what) {
        notes.add(pool.name() + "/" + id + ": " + what);
    }

    Pool pool() {
        return pool;
    }

    OperatorPoolState effective() {
        return effective;
    }

    List<StateRestore.Setting> settings(int poolIndex) {
        return effective.changed().stream()
                .map(change ->
                        new StateRestore.Setting(poolIndex, pool.indexOf(change.id()), change.state(), change.weight()))
                .toList();
    }
}
