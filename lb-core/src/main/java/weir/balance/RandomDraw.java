package weir.balance;

/** A lot for each request, with the weights as odds. Thread: owning loop only. O(1). */
final class RandomDraw implements Picker {
    private final Lots lots;

    RandomDraw(PickerParts parts) {
        lots = new Lots(parts);
        parts.backends().onChange(lots::rebuild);
    }

    @Override
    public int pick(PickContext context) {
        return lots.one(context);
    }
}
