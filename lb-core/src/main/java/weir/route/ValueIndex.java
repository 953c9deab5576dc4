package weir.route;

import java.util.Arrays;

/**
 * Routes with the same host and path that each ask for one value of the same field, parameter or cookie, by that value:
 * a request meets those of the values that it has. Grows while a table is compiled, then immutable, any thread.
 */
final class ValueIndex implements ValueSource.Visitor {
    private final ValueSource source;
    /** A power of two, at most half of it used; null = nobody. */
    private byte[][] values = new byte[16][];

    private RouteList[] lists = new RouteList[16];
    private int count;

    ValueIndex(ValueSource source) {
        this.source = source;
    }

    void add(byte[] value, int index, Conditions conditions) {
        int slot = slot(value);
        if (values[slot] == null) {
            if (++count > values.length / 2) {
                grow();
                slot = slot(value);
            }
            values[slot] = value;
            lists[slot] = new RouteList();
        }
        lists[slot].add(index, conditions);
    }

    /** Where the value is, or would be. */
    private int slot(byte[] value) {
        int slot = ValueSource.hash(value) & values.length - 1;
        while (values[slot] != null && !Arrays.equals(values[slot], value)) {
            slot = slot + 1 & values.length - 1;
        }
        return slot;
    }

    private void grow() {
        final byte[][] oldValues = values;
        final RouteList[] oldLists = lists;
        values = new byte[oldValues.length * 2][];
        lists = new RouteList[values.length];
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                final int slot = slot(oldValues[i]);
                values[slot] = oldValues[i];
                lists[slot] = oldLists[i];
            }
        }
    }

    /** The first route that takes the request, if it comes before {@code best}; else {@code best}. */
    int find(RouteSearch request, int best) {
        request.setBest(best);
        request.beginTrial(values.length);
        source.visit(request, this);
        return request.best();
    }

    /** Each value may lead to another route, of which the first counts. */
    @Override
    public boolean isDone(RouteSearch request, int from, int to) {
        int slot = source.hash(request.in(), from, to) & values.length - 1;
        while (values[slot] != null) {
            if (source.equals(request.in(), from, to, values[slot])) {
                if (request.isFirstTrial(slot)) {
                    request.setBest(lists[slot].find(request, request.best()));
                }
                return false;
            }
            slot = slot + 1 & values.length - 1;
        }
        return false;
    }
}
