package weir.filter;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.buf.IpText;
import weir.http.Authority;
import weir.http.FieldName;
import weir.http.HeadEdit;
import weir.http.HeadView;

/**
 * Says in X-Forwarded-* what a trusted proxy has said in Forwarded, or the other way round, so that a backend may read
 * either.
 *
 * <p>Protocol and host stand once in Forwarded: at the client's element when the proxy has told them, else at ours. So
 * no reader finds two that differ. What is too long to be told twice is cut down to the client itself. Allocates
 * nothing. Thread: owning loop only.
 */
final class ForwardedTranslation {
    private static final byte[] FORWARDED = Ascii.bytes("Forwarded: ");
    private static final byte[] FOR = Ascii.bytes("for=");
    private static final byte[] FOR_V6 = Ascii.bytes("for=\"[");
    private static final byte[] END_V6 = Ascii.bytes("]\"");
    private static final byte[] PROTO = Ascii.bytes(";proto=");
    private static final byte[] HOST = Ascii.bytes(";host=\"");
    private static final byte[] QUOTE = Ascii.bytes("\"");
    private static final byte[] COMMA = Ascii.bytes(", ");
    private static final byte[] UNKNOWN = Ascii.bytes("unknown");
    private static final byte[] X_FOR = Ascii.bytes("X-Forwarded-For: ");
    private static final byte[] X_PROTO = Ascii.bytes("X-Forwarded-Proto: ");
    private static final byte[] X_HOST = Ascii.bytes("X-Forwarded-Host: ");
    private static final byte[] LINE_END = Ascii.bytes("\r\n");

    private final ForwardedChain chain;
    private final byte[] peer;
    private final byte[] peerElement;
    private final byte[] scheme;
    private final byte[] address = new byte[IpText.BYTES_MAX];
    private final byte[] text = new byte[IpText.TEXT_BYTES_MAX];

    /**
     * @param peer address of the proxy
     * @param node the same as Forwarded has it
     * @param scheme of its connection
     */
    ForwardedTranslation(ForwardedChain chain, String peer, String node, String scheme) {
        this.chain = chain;
        this.peer = Ascii.bytes(peer);
        this.peerElement = Ascii.bytes("for=" + node);
        this.scheme = Ascii.bytes(scheme);
    }

    // --- to Forwarded

    /**
     * Adds a Forwarded line that tells what X-Forwarded-* does. After {@link ForwardedChain#find}; before X-Forwarded-*
     * is edited.
     */
    void addForwarded(HeadView head, ByteBuffer in, HeadEdit edit) {
        final boolean isWhole = forwardedBytes(head, in) <= ForwardedFields.CHAIN_BYTES_MAX;
        final boolean isNobodyNamed = chain.clientAt() < 0;
        boolean isProtoTold = false;
        boolean isHostTold = false;
        edit.add(FORWARDED);
        for (int line = ForwardedFields.firstFor(head); line >= 0; line = ForwardedFields.nextFor(head, line)) {
            final int to = head.valueEnd(line);
            int end;
            for (int at = head.valueStart(line); at < to; at = end + 1) {
                end = Elements.end(in, at, to);
                final boolean isClient = at == chain.clientAt();
                if (isClient || isWhole && !Elements.isBlank(in, at, end)) {
                    addNode(Elements.address(in, at, end, address), edit);
                    if (isClient) {
                        isProtoTold = addToldProto(head, in, edit);
                        isHostTold = addToldHost(head, in, edit);
                    }
                    edit.add(COMMA);
                }
            }
        }
        edit.add(peerElement);
        isProtoTold |= isNobodyNamed && addToldProto(head, in, edit);
        if (!isProtoTold) {
            addScheme(edit);
        }
        isHostTold |= isNobodyNamed && addToldHost(head, in, edit);
        if (!isHostTold) {
            addHost(head, in, edit);
        }
        edit.add(LINE_END);
    }

    /** How long both chains are at most. */
    private static int forwardedBytes(HeadView head, ByteBuffer in) {
        int bytes = 0;
        for (int line = ForwardedFields.firstFor(head); line >= 0; line = ForwardedFields.nextFor(head, line)) {
            final int to = head.valueEnd(line);
            int end;
            for (int at = head.valueStart(line); at < to; at = end + 1) {
                end = Elements.end(in, at, to);
                bytes += 2 * (end - at) + FOR_V6.length + END_V6.length + COMMA.length + UNKNOWN.length;
            }
        }
        return bytes;
    }

    /** @param length of {@link #address}; 0 = it is none */
    private void addNode(int length, HeadEdit edit) {
        if (length == 0) {
            edit.add(FOR);
            edit.add(UNKNOWN);
            return;
        }
        final boolean isV6 = length == IpText.BYTES_MAX;
        edit.add(isV6 ? FOR_V6 : FOR);
        edit.add(text, IpText.write(address, length, text));
        if (isV6) {
            edit.add(END_V6);
        }
    }

    /** What the proxy says; false when that is nothing. */
    private static boolean addToldProto(HeadView head, ByteBuffer in, HeadEdit edit) {
        final int line = head.indexOf(FieldName.X_FORWARDED_PROTO);
        final int from = line < 0 ? 0 : head.valueStart(line);
        final int to = line < 0 ? 0 : firstOf(in, from, head.valueEnd(line));
        final boolean isTold = Elements.isProto(in, from, to);
        if (isTold) {
            edit.add(PROTO);
            edit.add(in, from, to);
        }
        return isTold;
    }

    private static boolean addToldHost(HeadView head, ByteBuffer in, HeadEdit edit) {
        final int line = head.indexOf(FieldName.X_FORWARDED_HOST);
        final int from = line < 0 ? 0 : head.valueStart(line);
        final int to = line < 0 ? 0 : firstOf(in, from, head.valueEnd(line));
        final boolean isTold = Authority.isValid(in, from, to);
        if (isTold) {
            edit.add(HOST);
            edit.add(in, from, to);
            edit.add(QUOTE);
        }
        return isTold;
    }

    /** Of a list the first element: it was there before the other proxies added theirs. */
    private static int firstOf(ByteBuffer in, int from, int to) {
        return Ascii.endWithoutBlanks(in, from, Elements.end(in, from, to));
    }

    /**
     * Of the connection that comes from the proxy; so it belongs to no other element than that which names it (RFC 7239
     * §5.4).
     */
    private void addScheme(HeadEdit edit) {
        edit.add(PROTO);
        edit.add(scheme);
    }

    private static void addHost(HeadView head, ByteBuffer in, HeadEdit edit) {
        if (head.hasHost()) {
            edit.add(HOST);
            edit.add(in, head.hostStart(), head.hostEnd());
            edit.add(QUOTE);
        }
    }

    // --- in place of a Forwarded that is malformed

    /**
     * Adds a Forwarded line that names the client, if it is known, and the proxy. After {@link ForwardedChain#find}.
     */
    void addReadable(HeadView head, ByteBuffer in, HeadEdit edit) {
        edit.add(FORWARDED);
        addClientElement(edit);
        addPeerElement(head, in, edit, true, true);
    }

    /** With what its element says, if there is one. */
    private void addClientElement(HeadEdit edit) {
        if (chain.clientAt() < 0) {
            return;
        }
        addNode(chain.client(address), edit);
        final ForwardedList list = chain.list();
        for (int i = 0; i < list.count(); i++) {
            if (list.id(i) == chain.clientAt()) {
                if (list.hasProto(i)) {
                    edit.add(PROTO);
                    list.addProto(i, edit);
                }
                if (list.hasHost(i)) {
                    edit.add(HOST);
                    list.addHost(i, edit);
                    edit.add(QUOTE);
                }
            }
        }
        edit.add(COMMA);
    }

    private void addPeerElement(HeadView head, ByteBuffer in, HeadEdit edit, boolean saysProto, boolean saysHost) {
        edit.add(peerElement);
        if (saysProto) {
            addScheme(edit);
        }
        if (saysHost) {
            addHost(head, in, edit);
        }
        edit.add(LINE_END);
    }

    // --- to X-Forwarded-*

    /**
     * Adds X-Forwarded-* that tells what Forwarded does, and our element of that. After {@link ForwardedChain#find}.
     *
     * @param isMalformed the lines of Forwarded go, and so must be told anew
     */
    void addX(HeadView head, ByteBuffer in, HeadEdit edit, boolean isMalformed) {
        final ForwardedList list = chain.list();
        final boolean isWhole = list.isWhole() && xBytes(list) <= ForwardedFields.CHAIN_BYTES_MAX;
        int teller = list.count() - 1;
        edit.add(X_FOR);
        for (int i = 0; i < list.count(); i++) {
            final boolean isClient = chain.clientAt() == list.id(i);
            if (isClient || isWhole) {
                final int length = list.address(i, address);
                if (length == 0) {
                    edit.add(UNKNOWN);
                } else {
                    edit.add(text, IpText.write(address, length, text));
                }
                edit.add(COMMA);
            }
            teller = isClient ? i : teller;
        }
        edit.add(peer);
        edit.add(LINE_END);
        final boolean isProtoTold = teller >= 0 && list.hasProto(teller);
        final boolean isHostTold = teller >= 0 && list.hasHost(teller);
        if (!chain.hears(FieldName.X_FORWARDED_PROTO, head)) {
            edit.add(X_PROTO);
            if (isProtoTold) {
                list.addProto(teller, edit);
            } else {
                edit.add(scheme);
            }
            edit.add(LINE_END);
        }
        if (!chain.hears(FieldName.X_FORWARDED_HOST, head)) {
            if (isHostTold) {
                edit.add(X_HOST);
                list.addHost(teller, edit);
                edit.add(LINE_END);
            } else if (head.hasHost()) {
                edit.add(X_HOST, in, head.hostStart(), head.hostEnd());
            }
        }
        edit.add(FORWARDED);
        if (isMalformed) {
            addClientElement(edit);
        }
        final boolean isElementThere = !isMalformed || chain.clientAt() >= 0;
        addPeerElement(head, in, edit, !(isProtoTold && isElementThere), !(isHostTold && isElementThere));
    }

    private static int xBytes(ForwardedList list) {
        int bytes = 0;
        for (int i = 0; i < list.count(); i++) {
            bytes += Math.max(UNKNOWN.length, list.nodeBytes(i)) + COMMA.length;
        }
        return bytes;
    }
}
