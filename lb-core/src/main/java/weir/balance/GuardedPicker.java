package weir.balance;

import java.util.function.Consumer;

/**
 * Stands between a loop and a custom algorithm, which may throw or pick what must not be picked: the request is lost
 * then, but neither the loop nor another request. Built-in algorithms have no guard.
 *
 * <p>Thread: owning loop only. Allocates nothing as long as nothing goes wrong.
 */
public final class GuardedPicker implements Picker {
    /** From {@link #pick}: the algorithm has failed. */
    public static final int FAULT = -2;

    private final String word;
    private final Picker own;
    private final BackendSet backends;
    private final Consumer<PickerFault> onFault;

    /**
     * @param word of the algorithm
     * @param onFault called for each fault, on the owning loop
     */
    public GuardedPicker(String word, Picker own, BackendSet backends, Consumer<PickerFault> onFault) {
        this.word = word;
        this.own = own;
        this.backends = backends;
        this.onFault = onFault;
    }

    @Override
    public int pick(PickContext context) {
        final int index;
        try {
            index = own.pick(context);
        } catch (Throwable e) { // an Error of theirs is no reason to stop, either
            return fault("pick threw", e);
        }
        if (index == NONE || backends.isLegal(index, context)) {
            return index;
        }
        return fault("picked backend " + backends.describe(index, context), null);
    }

    /** Trusts no winner that could not be picked. */
    @Override
    public void preview(PickContext context, Preview preview) {
        try {
            own.preview(context, preview);
        } catch (Throwable e) {
            fault("preview threw", e);
            preview.setWinner(Preview.UNKNOWN);
        }
        if (preview.winner() != NONE && !backends.isCandidate(preview.winner(), context)) {
            preview.setWinner(Preview.UNKNOWN);
        }
    }

    @Override
    public void learnFrom(Picker before) {
        try {
            own.learnFrom(before instanceof GuardedPicker other ? other.own : before);
        } catch (Throwable e) {
            fault("learnFrom threw", e);
        }
    }

    private int fault(String what, Throwable cause) {
        if (cause instanceof OutOfMemoryError end) {
            throw end; // which is everybody's
        }
        onFault.accept(new PickerFault(word + ' ' + what + (cause == null ? "" : " " + cause), cause));
        return FAULT;
    }

    @Override
    public void charge(int backend) {
        try {
            own.charge(backend);
        } catch (Throwable e) {
            fault("charge threw", e);
        }
    }

    @Override
    public boolean wantsFeedback() {
        try {
            return own.wantsFeedback();
        } catch (Throwable e) {
            fault("wantsFeedback threw", e);
            return false;
        }
    }

    @Override
    public void onStart(int backend) {
        try {
            own.onStart(backend);
        } catch (Throwable e) {
            fault("onStart threw", e);
        }
    }

    @Override
    public void onConnected(int backend, long latencyNs) {
        try {
            own.onConnected(backend, latencyNs);
        } catch (Throwable e) {
            fault("onConnected threw", e);
        }
    }

    @Override
    public void onEnd(int backend, long latencyNs, AttemptEnd end) {
        try {
            own.onEnd(backend, latencyNs, end);
        } catch (Throwable e) {
            fault("onEnd threw", e);
        }
    }
}
