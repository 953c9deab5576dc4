package weir.bench.load;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/** The requests of a plan as bytes, and which is next. Thread: its loop only; every loop has its own. */
final class RequestBook {
    private final ByteBuffer[] wire;
    private final boolean[] isHead;
    private final boolean isRandomOrder;
    private final SplittableRandom random;
    private int next;

    /** @param first where to begin, so that threads do not send the same at the same time */
    RequestBook(LoadPlan plan, int first, SplittableRandom random) {
        final List<RequestText> requests = plan.requests();
        this.wire = new ByteBuffer[requests.size()];
        this.isHead = new boolean[requests.size()];
        for (int i = 0; i < wire.length; i++) {
            final byte[] bytes = requests.get(i).bytes(plan.target().hostField(), plan.closes());
            wire[i] = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            isHead[i] = requests.get(i).isHead();
        }
        this.isRandomOrder = plan.isRandomOrder();
        this.random = random;
        this.next = first % wire.length;
    }

    int take() {
        if (isRandomOrder) {
            return random.nextInt(wire.length);
        }
        final int taken = next;
        next = taken + 1 == wire.length ? 0 : taken + 1;
        return taken;
    }

    /** To be written at once; shared by all connections of the loop. */
    ByteBuffer from(int request, int sentBytes) {
        return wire[request].position(sentBytes);
    }

    int length(int request) {
        return wire[request].limit();
    }

    boolean isHead(int request) {
        return isHead[request];
    }
}
