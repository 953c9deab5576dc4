package weir.net;

/**
 * The descriptors of one loop's connections, as a sum:
 *
 * <pre>
 *   those of each client + those of one connection to a backend for each client that is active, or for each such connection that is open, whichever is more
 *   + those of connections that are closed but for a last word
 * </pre>
 *
 * <p>So each client that was accepted can be served. A client that has been idle for a while is not counted as active:
 * it can be closed for one that is. Thread: owning loop only.
 */
public final class DescriptorShare {
    private final Descriptors all;
    private final int perUpstream;
    private int active;
    private int upstreams;

    /** @param perUpstream descriptors of one connection to a backend */
    public DescriptorShare(Descriptors all, int perUpstream) {
        this.all = all;
        this.perUpstream = perUpstream;
    }

    static DescriptorShare unlimited() {
        return new DescriptorShare(new Descriptors(Integer.MAX_VALUE), 1);
    }

    /** Takes what a new client and the connection that serves it need. False when there is too little. */
    public boolean admit(int perClient) {
        if (!all.tryTake(perClient + (active >= upstreams ? perUpstream : 0))) {
            return false;
        }
        active++;
        return true;
    }

    /** A client is gone, which is active as far as this sum is concerned. */
    void leave(int perClient) {
        all.give(perClient + endActive()); // at once: loops share what it is given to
    }

    /** A client has been idle for long: what it may need is not kept for it. */
    public void rest() {
        all.give(endActive());
    }

    /** One client less is active; returns what is free by that. */
    private int endActive() {
        active--;
        assert active >= 0 : "more clients rest than there are";
        return active >= upstreams ? perUpstream : 0;
    }

    /** Such a client is active again, or gone. */
    public void wake() {
        if (active >= upstreams) {
            all.take(perUpstream);
        }
        active++;
    }

    /** A connection to a backend is opened. */
    public void onUpstreamOpened() {
        if (upstreams >= active) {
            all.take(perUpstream);
        }
        upstreams++;
    }

    public void onUpstreamClosed() {
        upstreams--;
        assert upstreams >= 0 : "more connections were closed than opened";
        if (upstreams >= active) {
            all.give(perUpstream);
        }
    }

    /** A connection that its owner has closed, and counts no more, keeps its descriptor for a moment. */
    public void onClosing() {
        all.take(1);
    }

    /** That moment is over. */
    public void onClosed() {
        all.give(1);
    }

    /** Connections to backends that no client needs are all that there is too much of here. */
    public boolean hasSpareUpstreams() {
        return upstreams > active;
    }

    /** More is taken than there is. */
    public boolean isOverdrawn() {
        return all.isOverdrawn();
    }
}
