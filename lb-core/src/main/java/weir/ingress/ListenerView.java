package weir.ingress;

import weir.net.Acceptor;
import weir.snapshot.Snapshot;
import weir.stats.ListenerTally;

/**
 * One listener as one loop sees it, whatever it speaks: makes an owner for each client that is accepted. Thread: owning
 * loop only, except where a method says otherwise.
 */
public interface ListenerView extends Acceptor.Clients {
    /** Called once, before the first client, with the acceptor that counts them. */
    void setAcceptor(Acceptor acceptor);

    /** Another generation of facts: what begins from now on goes by it, what has begun by what it has got. */
    void apply(Snapshot next);

    /** What clients of this listener got on this loop. Any thread may read. */
    ListenerTally tally();
}
