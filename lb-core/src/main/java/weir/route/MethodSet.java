package weir.route;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import weir.buf.Ascii;
import weir.http.HeadView;
import weir.http.Method;

/** Methods of which a request has one. Immutable, any thread. */
final class MethodSet {
    /** Of those that have a constant, by its ordinal. */
    private final int known;

    private final byte[][] others;

    MethodSet(List<String> names) {
        int bits = 0;
        final List<byte[]> rest = new ArrayList<>();
        for (String name : names) {
            final Method method = known(name);
            if (method == Method.OTHER) {
                rest.add(Ascii.bytes(name));
            } else {
                bits |= 1 << method.ordinal();
            }
        }
        known = bits;
        others = rest.toArray(byte[][]::new);
    }

    private static Method known(String name) {
        for (Method method : Method.values()) {
            if (method.name().equals(name)) {
                return method;
            }
        }
        return Method.OTHER;
    }

    boolean has(HeadView head, ByteBuffer in) {
        return head.method() == Method.OTHER
                ? hasOther(head, in)
                : (known & 1 << head.method().ordinal()) != 0;
    }

    private boolean hasOther(HeadView head, ByteBuffer in) {
        final int from = head.methodStart();
        final int bytes = head.methodEnd() - from;
        for (byte[] other : others) {
            if (other.length == bytes && Ascii.startsWith(in, from, other)) {
                return true;
            }
        }
        return false;
    }
}
