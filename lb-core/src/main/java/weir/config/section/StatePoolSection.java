package weir.config.section;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import weir.config.value.BackendAddress;
import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.config.value.Location;
import weir.config.value.Quoted;
import weir.config.value.Text;
import weir.config.value.ValueType;
import weir.model.AddedBackend;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.OperatorPoolState;
import weir.model.Pool;
import weir.model.Range;

/** {@code pools.<name>} of a state file. */
final class StatePoolSection extends SectionType<Map.Entry<String, OperatorPoolState>> {
    private static final Range COUNT = new Range("backends", 0, Pool.BACKENDS_RANGE.max());
    /** Some are addresses. */
    private static final Text ID = new Text("[!-~]{1,300}", "the id of a backend");

    private static final Text ADDRESS = new Text("[!-~]{1,300}", "an address");

    private final Key<List<OperatorPoolState.Change>> changed =
            optional("changed", new ListOf<>(new ChangeSection(), COUNT), List.of());
    private final Key<List<AddedBackend>> added = optional("added", new ListOf<>(new AddedSection(), COUNT), List.of());
    private final Key<List<OperatorPoolState.Removed>> removed =
            optional("removed", new ListOf<>(new RemovedSection(), COUNT), List.of());

    @Override
    Map.Entry<String, OperatorPoolState> build(Section section) {
        final OperatorPoolState pool =
                new OperatorPoolState(section.get(changed), section.get(added), section.get(removed));
        refuseTwins(
                section.at(changed),
                pool.changed().stream().map(OperatorPoolState.Change::id).toList());
        refuseTwins(
                section.at(added), pool.added().stream().map(AddedBackend::id).toList());
        refuseTwins(
                section.at(removed),
                pool.removed().stream().map(OperatorPoolState.Removed::id).toList());
        return Map.entry(section.location().name(), pool);
    }

    private static void refuseTwins(Location list, List<String> ids) {
        final Set<String> seen = new HashSet<>();
        for (String id : ids) {
            if (!seen.add(id)) {
                list.refuse("a second backend " + Quoted.text(id), "one");
            }
        }
    }

    private static final class ChangeSection extends SectionType<OperatorPoolState.Change> {
        private final Key<String> id = required("id", ID);
        private final Key<AdminState> state =
                optional("state", new EnumValue<>(AdminState.values(), AdminState::word), AdminState.READY);
        private final Key<Double> weight = optional("weight", BackendSection.WEIGHT);

        @Override
        OperatorPoolState.Change build(Section section) {
            return new OperatorPoolState.Change(section.get(id), section.get(state), section.get(weight));
        }
    }

    private static final class AddedSection extends SectionType<AddedBackend> {
        private final Key<String> id = required("id", ID);
        private final Key<String> address = required("address", new AddressText());
        private final Key<Double> weight = optional("weight", BackendSection.WEIGHT, Backend.WEIGHT);
        private final Key<Long> connectionsMax =
                optional(Backend.CONNECTIONS_RANGE.key(), BackendSection.CONNECTIONS_MAX, (long) Backend.UNLIMITED);
        private final Key<Boolean> backup = flag("backup");

        @Override
        AddedBackend build(Section section) {
            final String id = section.get(this.id);
            final String address = section.get(this.address);
            final double weight = section.get(this.weight);
            final int connectionsMax = section.getInt(this.connectionsMax);
            final boolean isBackup = section.get(backup);
            return id == null || address == null
                    ? null
                    : new AddedBackend(id, address, weight, connectionsMax, isBackup);
        }
    }

    private static final class RemovedSection extends SectionType<OperatorPoolState.Removed> {
        private final Key<String> id = required("id", ID);
        private final Key<String> address = required("address", ADDRESS);

        @Override
        OperatorPoolState.Removed build(Section section) {
            return new OperatorPoolState.Removed(section.get(id), section.get(address));
        }
    }

    /** Not resolved yet: a name that nobody knows any more concerns one backend, not the file. */
    private record AddressText() implements ValueType<String> {
        @Override
        public String read(Location location) {
            return location.text() != null && BackendAddress.isOne(location.text())
                    ? location.text()
                    : location.refuse(accepted());
        }

        @Override
        public String accepted() {
            return new BackendAddress().accepted();
        }
    }
}
