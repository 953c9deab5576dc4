package weir.filter;

import java.nio.ByteBuffer;
import weir.buf.IpText;
import weir.http.FieldName;
import weir.http.HeadEdit;
import weir.http.HeadView;
import weir.model.Forwarding;

/**
 * Reads X-Forwarded-For from right to left, as far as it can be believed: each trusted proxy vouches for the address to
 * its left, so the client is the rightmost address that is not itself a trusted proxy's. Where the proxies write
 * Forwarded, that is read so, if there is no X-Forwarded-For that they write, too.
 *
 * <p>Empty elements are skipped (RFC 9110 §5.6.1.2). Allocates nothing. Thread: owning loop only.
 */
final class ForwardedChain {
    private static final int NOWHERE = -1;

    private static final long FORWARDED = FieldName.set(FieldName.FORWARDED);
    private static final long X_FORWARDED_FOR = FieldName.set(FieldName.X_FORWARDED_FOR);
    private static final long X_REAL_IP = FieldName.set(FieldName.X_REAL_IP);

    private final Forwarding policy;
    private final boolean hearsX;
    /** Null where proxies do not write Forwarded: what is there comes from their clients. */
    private final ForwardedList list;

    private final byte[] client = new byte[IpText.BYTES_MAX];
    private final byte[] scratch = new byte[IpText.BYTES_MAX];
    private final byte[] text = new byte[IpText.TEXT_BYTES_MAX];
    private int clientBytes;
    private int clientAt;
    private boolean isReadToItsEnd;

    ForwardedChain(Forwarding policy) {
        this.policy = policy;
        this.hearsX = policy.heard().isX();
        this.list = policy.heard().isForwarded() ? new ForwardedList() : null;
    }

    /**
     * Finds the client in what a trusted peer has sent.
     *
     * @return true when {@link #client} is its address; false when the chain names nobody that could be believed
     */
    boolean find(HeadView head, ByteBuffer in) {
        clientAt = NOWHERE;
        clientBytes = 0;
        isReadToItsEnd = true;
        if (hears(FieldName.X_FORWARDED_FOR, head)) {
            findInX(head, in);
        } else if (hears(FieldName.FORWARDED, head)) {
            findInList(head, in);
        }
        return clientBytes > 0;
    }

    /** The field is there, and its word is the proxy's. */
    boolean hears(int name, HeadView head) {
        return head.has(name) && (name == FieldName.FORWARDED ? list != null : hearsX);
    }

    private void findInX(HeadView head, ByteBuffer in) {
        for (int line = head.lastIndexOf(FieldName.X_FORWARDED_FOR, head.count());
                line >= 0;
                line = head.lastIndexOf(FieldName.X_FORWARDED_FOR, line)) {
            final int start = head.valueStart(line);
            int end = head.valueEnd(line);
            while (end >= start) {
                final int element = Elements.startOfLast(in, start, end);
                if (!Elements.isBlank(in, element, end)
                        && !goesOnBehind(Elements.address(in, element, end, scratch), element)) {
                    return;
                }
                end = element - 1;
            }
        }
    }

    private void findInList(HeadView head, ByteBuffer in) {
        list.read(head, in);
        for (int i = list.count() - 1; i >= 0; i--) {
            if (!goesOnBehind(list.address(i, scratch), list.id(i))) {
                return;
            }
        }
        isReadToItsEnd &= list.isWhole();
    }

    /**
     * Takes in the element. False when nothing further left can be believed: it is no address, or nobody's whom we
     * trust.
     */
    private boolean goesOnBehind(int length, int id) {
        if (length == 0) {
            isReadToItsEnd = false; // garbage: whoever wrote it vouches for nothing further left
            return false;
        }
        System.arraycopy(scratch, 0, client, 0, length);
        clientBytes = length;
        clientAt = id;
        return policy.isTrusted(client, length);
    }

    /** The address is a trusted proxy's. */
    boolean trusts(byte[] address, int length) {
        return length > 0 && policy.isTrusted(address, length);
    }

    /** All whom the chain names are trusted, and it can be read to its left end; or nobody is named at all. */
    boolean isTrusted(HeadView head, ByteBuffer in) {
        final long read = hearsX ? X_FORWARDED_FOR : FORWARDED; // whatever else names somebody is not looked into
        if (head.hasAny((X_FORWARDED_FOR | FORWARDED | X_REAL_IP) & ~read)) {
            return false;
        }
        return !head.hasAny(read) || find(head, in) && isReadToItsEnd && policy.isTrusted(client, clientBytes);
    }

    /** Forwarded is there and heard, and something of it is malformed. After {@link #find}. */
    boolean isListMalformed(HeadView head, ByteBuffer in) {
        if (!hears(FieldName.FORWARDED, head)) {
            return false;
        }
        if (hears(FieldName.X_FORWARDED_FOR, head)) {
            list.read(head, in); // which goes by the other alone
        }
        return !list.isWellFormed();
    }

    /** What a trusted proxy does not write itself, or Weir writes anew. */
    long unheard() {
        return X_REAL_IP | (list == null ? FORWARDED : 0) | (hearsX ? 0 : FieldName.ABOUT_CLIENT & ~FORWARDED);
    }

    // --- what was found last

    /** @return length of the address */
    int client(byte[] out) {
        System.arraycopy(client, 0, out, 0, clientBytes);
        return clientBytes;
    }

    /**
     * The element that names the client, by its position in X-Forwarded-For or as {@link ForwardedList#id} has it; -1 =
     * nobody is named.
     */
    int clientAt() {
        return clientAt;
    }

    /** Null where it is not listened to. */
    ForwardedList list() {
        return list;
    }

    void addClient(HeadEdit edit) {
        edit.add(text, IpText.write(client, clientBytes, text));
    }
}
