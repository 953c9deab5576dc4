package weir.pool;

import weir.model.ExchangeEnd;

/**
 * The entry of a selector in the queue of a pool whose backends are all full. The listener may have released the
 * selector when its call returns. Thread: owning loop only.
 */
final class QueueEntry extends RequestQueue.Waiter {
    private final BackendSelector selector;
    /** The listener that was called last. */
    private SelectionListener served;

    QueueEntry(BackendSelector selector) {
        this.selector = selector;
    }

    @Override
    protected void onRoom(int backend) {
        beginToServe();
        selector.onRoom(served, backend);
    }

    @Override
    protected void onNoBackend() {
        beginToServe();
        served.onNoBackend(selector.endWithout());
    }

    @Override
    protected void onPickerFault() {
        beginToServe();
        served.onNoBackend(ExchangeEnd.PICKER_FAULT);
    }

    private void beginToServe() {
        served = selector.listener();
        BackendSelector.onWaitOver(served);
    }

    @Override
    protected void onFault() {
        served.onFault();
    }
}
