package weir.filter;

import java.nio.ByteBuffer;
import weir.buf.IpText;
import weir.http.FieldLines;
import weir.http.FieldName;
import weir.model.Forwarding;

/**
 * Reads X-Forwarded-For from right to left, as far as it can be believed: each trusted proxy vouches for the address to its left, so the client
 * is the rightmost address that is not itself a trusted proxy's.
 *
 * <p>Allocates nothing. Thread: owning loop only.
 */
final class ForwardedChain {
    private final Forwarding policy;
    private final byte[] address = new byte[IpText.BYTES_MAX];
    private int addressBytes;
    private int from;
    private int to;

    ForwardedChain(Forwarding policy) {
        this.policy = policy;
    }

    /**
     * Finds the client in what a trusted peer has sent.
     *
     * @return true when {@link #from} and {@link #to} delimit its address in the buffer; false when the chain names nobody that could be believed
     */
    boolean find(FieldLines fields, ByteBuffer in, int base) {
        boolean found = false;
        for (int line = fields.count() - 1; line >= 0; line--) {
            if (fields.name(line) != FieldName.X_FORWARDED_FOR) {
                continue;
            }
            int end = base + fields.valueEnd(line);
            final int start = base + fields.valueStart(line);
            while (end > start) {
                final int element = elementStart(in, start, end);
                if (!readElement(in, element, end)) {
                    return found; // garbage: whoever wrote it vouches for nothing further left
                }
                found = true;
                if (!policy.isTrusted(address, addressBytes)) {
                    return true;
                }
                end = element - 1;
            }
        }
        return found;
    }

    /** All whom the chain names are trusted, and it can be read to its left end. */
    boolean isTrusted(FieldLines fields, ByteBuffer in, int base) {
        return find(fields, in, base) && policy.isTrusted(address, addressBytes);
    }

    private static int elementStart(ByteBuffer in, int start, int end) {
        int at = end;
        while (at > start && in.get(at - 1) != ',') {
            at--;
        }
        return at;
    }

    /** {@code 192.0.2.1}, {@code 192.0.2.1:4711}, {@code 2001:db8::1}, {@code [2001:db8::1]:4711}. */
    private boolean readElement(ByteBuffer in, int start, int end) {
        int first = start;
        int last = end;
        while (first < last && isBlank(in.get(first))) {
            first++;
        }
        while (last > first && isBlank(in.get(last - 1))) {
            last--;
        }
        if (first < last && in.get(first) == '[') {
            first++;
            int at = first;
            while (at < last && in.get(at) != ']') {
                at++;
            }
            last = at;
        } else {
            final int colon = onlyColon(in, first, last);
            last = colon < 0 ? last : colon;
        }
        addressBytes = IpText.read(in, first, last, address);
        if (addressBytes == 0) {
            return false;
        }
        from = first;
        to = last;
        return true;
    }

    private static int onlyColon(ByteBuffer in, int from, int to) {
        int colon = -1;
        for (int at = from; at < to; at++) {
            if (in.get(at) == ':') {
                if (colon >= 0) {
                    return -1;
                }
                colon = at;
            }
        }
        return colon;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }
}
