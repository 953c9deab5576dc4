package com.example;

import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerParts;

/** Asks for more memory than there is. */
public final class Hungry implements Picker {
    public Hungry(PickerParts parts) {
        throw new OutOfMemoryError("as if");
    }

    @Override
    public int pick(PickContext context) {
        return NONE;
    }
}
