package weir.filter;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.buf.IpText;
import weir.http.Authority;
import weir.http.FieldLines;
import weir.http.FieldName;
import weir.http.HeadEdit;
import weir.http.RequestHead;

/**
 * Says in X-Forwarded-* what a trusted proxy has said in Forwarded, or the other way round, so that a backend may read either.
 *
 * <p>Protocol and host stand once in Forwarded: at the client's element when the proxy has told them, else at ours. So no reader finds two that differ. What is
 * too long to be told twice is cut down to the client itself. Allocates nothing. Thread: owning loop only.
 */
final class ForwardedTranslation {
    private static final int PROTO_BYTES_MAX = 16;

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

    /** Adds a Forwarded line that tells what X-Forwarded-* does. After {@link ForwardedChain#find}; before X-Forwarded-* is edited. */
    void addForwarded(RequestHead head, ByteBuffer in, HeadEdit edit) {
        final FieldLines fields = head.fields();
        final int base = head.base();
        final boolean isWhole = forwardedBytes(fields, in, base) <= ForwardedFields.CHAIN_BYTES_MAX;
        boolean isToldOfHop = false;
        edit.add(FORWARDED);
        for (int line = 0; line < fields.count(); line++) {
            if (fields.name(line) != FieldName.X_FORWARDED_FOR) {
                continue;
            }
            final int to = base + fields.valueEnd(line);
            int end;
            for (int at = base + fields.valueStart(line); at < to; at = end + 1) {
                end = Elements.end(in, at, to);
                final boolean isClient = at == chain.clientAt();
                if (isClient || isWhole && !Elements.isBlank(in, at, end)) {
                    addNode(in, at, end, edit);
                    if (isClient) {
                        addProtoAndHost(head, in, edit);
                        isToldOfHop = true;
                    }
                    edit.add(COMMA);
                }
            }
        }
        edit.add(peerElement);
        if (!isToldOfHop) {
            addProtoAndHost(head, in, edit);
        }
        edit.add(LINE_END);
    }

    /** How long both chains are at most. */
    private static int forwardedBytes(FieldLines fields, ByteBuffer in, int base) {
        int bytes = 0;
        for (int line = 0; line < fields.count(); line++) {
            if (fields.name(line) == FieldName.X_FORWARDED_FOR) {
                final int to = base + fields.valueEnd(line);
                int end;
                for (int at = base + fields.valueStart(line); at < to; at = end + 1) {
                    end = Elements.end(in, at, to);
                    bytes += 2 * (end - at) + FOR_V6.length + END_V6.length + COMMA.length + UNKNOWN.length;
                }
            }
        }
        return bytes;
    }

    private void addNode(ByteBuffer in, int from, int to, HeadEdit edit) {
        final int length = Elements.address(in, from, to, address);
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

    /** What the proxy says of them; of what it does not, what our connection to it shows. */
    private void addProtoAndHost(RequestHead head, ByteBuffer in, HeadEdit edit) {
        final FieldLines fields = head.fields();
        final int base = head.base();
        edit.add(PROTO);
        final int proto = fields.indexOf(FieldName.X_FORWARDED_PROTO);
        final int from = proto < 0 ? 0 : base + fields.valueStart(proto);
        final int to = proto < 0 ? 0 : firstOf(in, from, base + fields.valueEnd(proto));
        if (isProto(in, from, to)) {
            edit.add(in, from, to);
        } else {
            edit.add(scheme);
        }
        final int host = fields.indexOf(FieldName.X_FORWARDED_HOST);
        final int hostFrom = host < 0 ? head.hostStart() : base + fields.valueStart(host);
        final int hostTo = host < 0 ? head.hostEnd() : firstOf(in, hostFrom, base + fields.valueEnd(host));
        if (Authority.isValid(in, hostFrom, hostTo)) {
            edit.add(HOST);
            edit.add(in, hostFrom, hostTo);
            edit.add(QUOTE);
        }
    }

    /** Of a list the first element: it was there before the other proxies added theirs. */
    private static int firstOf(ByteBuffer in, int from, int to) {
        return Elements.endWithoutBlanks(in, from, Elements.end(in, from, to));
    }

    private static boolean isProto(ByteBuffer in, int from, int to) {
        for (int at = from; at < to; at++) {
            if (!Ascii.isToken(in.get(at))) {
                return false;
            }
        }
        return to > from && to - from <= PROTO_BYTES_MAX;
    }

    // --- to X-Forwarded-*

    /** Adds X-Forwarded-* that tells what Forwarded does, and our element of that. After {@link ForwardedChain#find}. */
    void addX(RequestHead head, ByteBuffer in, HeadEdit edit) {
        final ForwardedList list = chain.list();
        final boolean isWhole = list.isWhole() && xBytes(list) <= ForwardedFields.CHAIN_BYTES_MAX;
        int teller = list.count() - 1;
        edit.add(X_FOR);
        for (int i = 0; i < list.count(); i++) {
            final boolean isClient = chain.clientAt() == list.nodeFrom(i);
            if (isClient || isWhole) {
                final int length = Elements.address(in, list.nodeFrom(i), list.nodeTo(i), address);
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
        final boolean isProtoTold = teller >= 0 && isProto(in, list.protoFrom(teller), list.protoTo(teller));
        final boolean isHostTold = teller >= 0 && Authority.isValid(in, list.hostFrom(teller), list.hostTo(teller));
        if (!chain.hears(FieldName.X_FORWARDED_PROTO, head.fields())) {
            edit.add(X_PROTO);
            if (isProtoTold) {
                edit.add(in, list.protoFrom(teller), list.protoTo(teller));
            } else {
                edit.add(scheme);
            }
            edit.add(LINE_END);
        }
        if (!chain.hears(FieldName.X_FORWARDED_HOST, head.fields())) {
            if (isHostTold) {
                edit.add(X_HOST, in, list.hostFrom(teller), list.hostTo(teller));
            } else if (head.hasHost()) {
                edit.add(X_HOST, in, head.hostStart(), head.hostEnd());
            }
        }
        addPeer(head, in, edit, isProtoTold, isHostTold);
    }

    private void addPeer(RequestHead head, ByteBuffer in, HeadEdit edit, boolean isProtoTold, boolean isHostTold) {
        edit.add(FORWARDED);
        edit.add(peerElement);
        if (!isProtoTold) {
            edit.add(PROTO);
            edit.add(scheme);
        }
        if (!isHostTold && head.hasHost()) {
            edit.add(HOST);
            edit.add(in, head.hostStart(), head.hostEnd());
            edit.add(QUOTE);
        }
        edit.add(LINE_END);
    }

    private static int xBytes(ForwardedList list) {
        int bytes = 0;
        for (int i = 0; i < list.count(); i++) {
            bytes += Math.max(UNKNOWN.length, list.nodeTo(i) - list.nodeFrom(i)) + COMMA.length;
        }
        return bytes;
    }
}
