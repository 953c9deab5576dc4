package weir.balance;

/**
 * The usable backends in the order in which they are due: a binary heap over {@link VirtualDeadlines}. Takes fractional
 * weights as they are.
 *
 * <p>Earliest deadline first, like the schedulers of Envoy and Traefik, but with the first turns spread over a period:
 * else all light ones came in one block. Thread: owning loop only. O(log backends).
 */
final class EdfScheduler {
    private final BackendSet backends;
    private final VirtualDeadlines deadlines;
    private final int[] heap;
    /** Where in the heap a member is. */
    private final int[] places;

    private final boolean[] isMember;
    private int size;

    EdfScheduler(BackendSet backends, int start) {
        this.backends = backends;
        deadlines = new VirtualDeadlines(backends, start);
        heap = new int[backends.count()];
        places = new int[backends.count()];
        isMember = new boolean[backends.count()];
        for (int i = 0; i < heap.length; i++) {
            isMember[i] = backends.isUsable(i);
        }
        rebuild();
    }

    /** After a change of weights or usability. A backend that stays keeps its place. */
    void rebuild() {
        size = 0;
        for (int i = 0; i < heap.length; i++) {
            if (backends.isUsable(i)) {
                if (!isMember[i]) {
                    deadlines.welcome(i);
                }
                places[i] = size;
                heap[size++] = i;
            }
            isMember[i] = backends.isUsable(i);
        }
        for (int at = size / 2 - 1; at >= 0; at--) {
            siftDown(at);
        }
    }

    int pick(PickContext context) {
        final int at = next(context);
        if (at < 0) {
            return Picker.NONE;
        }
        final int index = heap[at];
        deadlines.advance(index);
        siftDown(at);
        return index;
    }

    /** As {@link Picker#charge}. A backend without turns gives up none. */
    void charge(int backend) {
        if (isMember[backend]) {
            deadlines.passTo(heap[0]); // a debt counts from where the others are
            deadlines.charge(backend);
            siftDown(places[backend]);
        }
    }

    /** Position in the heap of the next backend; below 0 when there is none. */
    private int next(PickContext context) {
        if (size == 0) {
            return -1;
        }
        return context.wasTried(heap[0]) ? firstUntried(context) : 0;
    }

    /** The next backend, while it stays so. */
    int peek(PickContext context) {
        final int at = next(context);
        return at < 0 ? Picker.NONE : heap[at];
    }

    void preview(PickContext context, Preview preview) {
        preview.setScoreMeaning("turns to wait, least wins; in turns of weight 1");
        for (int at = 0; at < size; at++) {
            preview.setScore(heap[at], deadlines.distance(heap[at]));
        }
        preview.setWinner(peek(context));
    }

    /** Position in the heap. Only after a failed try, or when the one that is due is full, so O(backends) will do. */
    private int firstUntried(PickContext context) {
        int best = -1;
        for (int at = 0; at < size; at++) {
            if (!context.wasTried(heap[at]) && (best < 0 || deadlines.isSooner(heap[at], heap[best]))) {
                best = at;
            }
        }
        return best;
    }

    /** A turn that was taken only moves back in the queue. */
    private void siftDown(int from) {
        final int index = heap[from];
        final double due = deadlines.due(index);
        int at = from;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && deadlines.isSooner(heap[child + 1], heap[child])) {
                child++;
            }
            if (deadlines.due(heap[child]) >= due) {
                break;
            }
            place(heap[child], at);
            at = child;
        }
        place(index, at);
    }

    private void place(int index, int at) {
        heap[at] = index;
        places[index] = at;
    }
}
