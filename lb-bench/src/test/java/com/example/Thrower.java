package com.example;

import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerParts;

/** Fails at each pick. */
public final class Thrower implements Picker {
    public Thrower(PickerParts parts) {}

    @Override
    public int pick(PickContext context) {
        throw new IllegalStateException("no");
    }
}
