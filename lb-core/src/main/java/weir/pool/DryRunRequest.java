package weir.pool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import weir.balance.PickContext;
import weir.http.Fault;
import weir.http.HttpLimits;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.model.Pool;
import weir.route.HashKey;
import weir.snapshot.ExplainRequest;
import weir.snapshot.Explanation;

/**
 * A request that no client sent, put through the same parser and the same hash as a real one, so that the answer is the
 * truth.
 *
 * <p>Thread: owning loop only. Allocates.
 */
public final class DryRunRequest {
    /** Beyond what an {@link ExplainRequest} can hold. */
    private static final HttpLimits LIMITS = new HttpLimits(1 << 20, 2 * ExplainRequest.FIELDS_MAX, 1 << 16);

    private final ExplainRequest request;
    private final ByteBuffer bytes;
    private final RequestHead head = new RequestHead();
    private final Fault fault;

    public DryRunRequest(ExplainRequest request) {
        this.request = request;
        bytes = ByteBuffer.wrap(request.head().getBytes(StandardCharsets.ISO_8859_1))
                .order(ByteOrder.LITTLE_ENDIAN); // as those of the buffer pool: whole words are compared
        fault = read();
    }

    /** Why Weir would refuse it, or null. */
    private Fault read() {
        final RequestParser parser = new RequestParser(LIMITS);
        return parser.parse(bytes, 0, bytes.capacity()) == Parse.COMPLETE ? head.read(parser, bytes) : parser.fault();
    }

    public Explanation explain(PoolView pool) {
        if (fault != null) {
            return Explanation.refused(pool.loopName(), request.pool(), fault.word());
        }
        final PickContext context = new PickContext();
        if (pool.key() != null) {
            context.setKey(hash(pool.key()));
        }
        addTried(pool.pool(), context);
        return pool.explain(context);
    }

    private long hash(HashKey key) {
        if (!key.isAddress()) {
            return key.of(head.view(), bytes);
        }
        return key.ofAddress(
                request.client() == null ? new byte[0] : request.client().getAddress());
    }

    private void addTried(Pool pool, PickContext context) {
        for (int i = 0; i < pool.backends().size(); i++) {
            if (request.tried().contains(pool.backends().get(i).id())) {
                context.addTried(i);
            }
        }
    }
}
