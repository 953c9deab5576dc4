package weir.net;

/**
 * A connection whose PROXY header says more than its socket knows. A class of its own, so that others have no field
 * for it. Thread: owning loop only.
 */
final class ProxiedTransport extends NioTransport {
    private final ConnectionFacts facts;

    ProxiedTransport(NioTransport from, ConnectionFacts facts) {
        super(from);
        this.facts = facts;
    }

    @Override
    public ConnectionFacts facts() {
        return facts;
    }
}
