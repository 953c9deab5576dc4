package weir.balance;

/**
 * The network of the client's address leads to a backend: as nginx's ip_hash, with a better hash. The key is that of
 * the first three bytes of an IPv4 address, or of a whole IPv6 address.
 *
 * <p>The mapping has all backends, be they up or down, so that a failure moves only the clients of the backend that has
 * failed. A change of the pool moves most of them; then {@link RingHash} is the better choice. Thread: owning loop
 * only. O(1) expected.
 */
final class IpHash implements Picker {
    private static final int REHASHES_MAX = 20;

    private final BackendSet backends;
    private final WeightedDraw draw;
    private final Xorshift random;

    IpHash(PickerParts parts) {
        backends = parts.backends();
        draw = new WeightedDraw(backends, true);
        random = new Xorshift(parts.seed());
        backends.onChange(draw::rebuild);
    }

    @Override
    public int pick(PickContext context) {
        if (backends.usableCount() == 0) {
            return NONE;
        }
        return owner(context.key() == PickContext.NO_KEY ? random.next() : context.key(), context);
    }

    private int owner(long first, PickContext context) {
        long key = first;
        for (int rehash = 0; rehash < REHASHES_MAX; rehash++) {
            final int index = draw.draw(key);
            if (backends.isUsable(index) && !context.wasTried(index)) {
                return index;
            }
            key = Hashing.mix(key);
        }
        return backends.nextUsable(Hashing.below(backends.count(), key), context);
    }

    @Override
    public void preview(PickContext context, Preview preview) {
        if (backends.usableCount() == 0) {
            preview.setWinner(NONE);
            return;
        }
        long first = context.key();
        if (first == PickContext.NO_KEY) {
            final long mark = random.mark();
            first = random.next();
            random.reset(mark);
            preview.setNote(KeyOrder.NO_KEY_NOTE);
        }
        preview.setScoreMeaning(KeyOrder.MEANING);
        final KeyOrder order = new KeyOrder(preview);
        long key = first;
        for (int rehash = 0; rehash < REHASHES_MAX; rehash++) {
            order.add(draw.draw(key));
            key = Hashing.mix(key);
        }
        preview.setWinner(owner(first, context));
    }
}
