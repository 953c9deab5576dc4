package com.example;

import weir.balance.BackendSet;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerParts;

/** What a student may write: the first backends share all requests in turn, so many as the option says. */
public final class Mine implements Picker {
    private final BackendSet backends;
    private final int share;
    private int next;

    public Mine(PickerParts parts) {
        backends = parts.backends();
        share = (int) parts.options().number("share", 1, 1, 3);
    }

    @Override
    public int pick(PickContext context) {
        final int index = backends.nextUsable(next, context);
        next = (next + 1) % share;
        return index;
    }
}
