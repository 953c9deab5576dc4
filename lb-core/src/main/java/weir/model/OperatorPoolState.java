package weir.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What operators have changed in one pool. Immutable, any thread.
 *
 * @param changed by id, at most one each
 * @param added backends that the configuration does not have
 * @param removed backends that the configuration has
 */
public record OperatorPoolState(List<Change> changed, List<AddedBackend> added, List<Removed> removed) {
    public static final OperatorPoolState NONE = new OperatorPoolState(List.of(), List.of(), List.of());

    /**
     * A backend of the configuration, or an added one, that shall be treated otherwise.
     *
     * @param state {@link AdminState#READY} = nothing was changed about that
     * @param weight null = nothing was changed about that
     */
    public record Change(String id, AdminState state, Double weight) {
        private boolean isNone() {
            return state == AdminState.READY && weight == null;
        }
    }

    /**
     * @param address as {@link Backend#addressText}: should the configuration give the id to another backend, that one
     *     was never removed
     */
    public record Removed(String id, String address) {}

    public OperatorPoolState {
        changed = Given.list("changed", changed);
        added = Given.list("added", added);
        removed = Given.list("removed", removed);
    }

    /** What was changed about a backend; nothing, maybe. */
    public Change change(String id) {
        return changed.stream()
                .filter(change -> change.id().equals(id))
                .findFirst()
                .orElseGet(() -> new Change(id, AdminState.READY, null));
    }

    public OperatorPoolState withState(String id, AdminState state) {
        return with(new Change(id, state, change(id).weight()));
    }

    /** @param weight null = as configured */
    public OperatorPoolState withWeight(String id, Double weight) {
        return with(new Change(id, change(id).state(), weight));
    }

    private OperatorPoolState with(Change change) {
        final List<Change> all = new ArrayList<>(changed);
        all.removeIf(other -> other.id().equals(change.id()));
        if (!change.isNone()) {
            all.add(change);
        }
        return new OperatorPoolState(all, added, removed);
    }

    public OperatorPoolState withAdded(AddedBackend backend) {
        final List<AddedBackend> all = new ArrayList<>(added);
        all.removeIf(other -> other.id().equals(backend.id()));
        all.add(backend);
        return new OperatorPoolState(changed, all, removed);
    }

    /**
     * Without anything about it. If it is not one that was added, the configuration has it, and it goes to those that
     * were removed.
     */
    public OperatorPoolState withRemoved(String id, String address) {
        final List<AddedBackend> stillAdded =
                added.stream().filter(other -> !other.id().equals(id)).toList();
        final List<Removed> nowRemoved = new ArrayList<>(removed);
        if (stillAdded.size() == added.size()) {
            nowRemoved.add(new Removed(id, address));
        }
        return new OperatorPoolState(
                changed.stream().filter(other -> !other.id().equals(id)).toList(), stillAdded, nowRemoved);
    }

    /** It is there again, as configured. */
    public OperatorPoolState withReturned(String id) {
        return new OperatorPoolState(
                changed,
                added,
                removed.stream().filter(other -> !other.id().equals(id)).toList());
    }
}
