package weir.balance.kit;

import java.util.Set;
import java.util.function.Function;
import weir.balance.Picker;
import weir.balance.PickerParts;

/** A contract for whatever is made so. Not found by the engine: it has no constructor without parameters. */
final class ContractTrial extends PickerContract {
    private final Function<PickerParts, Picker> maker;
    private final Set<Trait> traits;

    ContractTrial(Function<PickerParts, Picker> maker, Trait... traits) {
        this.maker = maker;
        this.traits = Set.of(traits);
    }

    @Override
    public Picker picker(PickerParts parts) {
        return maker.apply(parts);
    }

    @Override
    public Set<Trait> traits() {
        return traits;
    }
}
