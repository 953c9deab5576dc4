package com.example;

import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerParts;

/** What a student may write first: every tenth pick fails. */
public final class Wrong implements Picker {
    private final boolean doesThrow;
    private int picks;

    public Wrong(PickerParts parts) {
        doesThrow = parts.options().text("by", "throwing").equals("throwing");
    }

    @Override
    public int pick(PickContext context) {
        if (++picks % 10 > 0) {
            return 0;
        } else if (doesThrow) {
            throw new IllegalStateException("tenth");
        }
        return 7;
    }
}
