package weir.filter;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.buf.IpText;
import weir.http.FieldLines;
import weir.http.FieldName;
import weir.http.HeadEdit;
import weir.http.RequestHead;
import weir.model.Forwarding;
import weir.model.Forwarding.Style;

/**
 * Tells the backend who the client is: X-Forwarded-For, -Proto and -Host, or Forwarded (RFC 7239), and Via (RFC 9110 §7.6.3).
 *
 * <p>What a client says of itself in these fields is taken out, as nobody can vouch for it. What a trusted proxy says
 * in the fields that it writes is kept and added to; X-Real-IP then names the client that {@link ForwardedChain} finds.
 * Where backends are told in a style that the proxy does not write, {@link ForwardedTranslation} says the same in that.
 *
 * <p>Made once per client connection; the lines that never change are encoded then. Thread: owning loop only.
 */
public final class ForwardedFields {
    private static final long HOST = FieldName.set(FieldName.HOST);
    private static final long X_FORWARDED_FOR = FieldName.set(FieldName.X_FORWARDED_FOR);
    private static final long FORWARDED = FieldName.set(FieldName.FORWARDED);

    private static final byte[] X_FORWARDED_FOR_NAME = Ascii.bytes("X-Forwarded-For: ");
    private static final byte[] X_FORWARDED_HOST_NAME = Ascii.bytes("X-Forwarded-Host: ");
    private static final byte[] X_REAL_IP_NAME = Ascii.bytes("X-Real-IP: ");
    private static final byte[] VIA = Ascii.bytes("Via: 1.1 weir\r\n");
    private static final byte[] VIA_HTTP_1_0 = Ascii.bytes("Via: 1.0 weir\r\n");
    private static final byte[] HOST_PARAMETER = Ascii.bytes(";host=\"");
    private static final byte[] QUOTE = Ascii.bytes("\"");
    private static final byte[] COMMA = Ascii.bytes(", ");
    private static final byte[] LINE_END = Ascii.bytes("\r\n");
    private static final byte[] NOTHING = {};
    private static final int IPV4_BYTES = 4;
    /** A longer chain is not written anew; our line then stands below it, which means the same (RFC 9110 §5.3). */
    static final int CHAIN_BYTES_MAX = 256;

    private final boolean writesX;
    private final boolean writesForwarded;
    private final byte[] peer;
    /** Null when the client is not a trusted proxy. */
    private final ForwardedChain chain;
    /** Null when the client is not a trusted proxy, or all that it may write is told as it is. */
    private final ForwardedTranslation translation;

    private final byte[] address;
    private final byte[] forLine;
    private final byte[] protoLine;
    private final byte[] forLineAndProtoLine;
    private final byte[] forwarded;

    /**
     * @param client 4 or 16 bytes of its address; others are unknown
     * @param scheme of the client's connection, {@code http} or {@code https}
     */
    public ForwardedFields(byte[] client, String scheme, Forwarding policy) {
        final Style style = policy.style();
        peer = client;
        writesX = style == Style.X_FORWARDED || style == Style.BOTH;
        writesForwarded = style == Style.RFC_7239 || style == Style.BOTH;
        chain = policy.isTrusted(peer) ? new ForwardedChain(policy) : null;
        final String text = text(client);
        final String node = text.indexOf(':') < 0 ? text : "\"[" + text + "]\"";
        final boolean mayTranslate = chain != null && (writesForwarded || chain.list() != null);
        translation = mayTranslate ? new ForwardedTranslation(chain, text, node, scheme) : null;
        address = chain == null ? NOTHING : Ascii.bytes(text);
        forLine = chain == null ? NOTHING : Ascii.bytes("X-Forwarded-For: " + text + "\r\n");
        protoLine = chain == null ? NOTHING : Ascii.bytes("X-Forwarded-Proto: " + scheme + "\r\n");
        forLineAndProtoLine = !writesX
                ? NOTHING
                : Ascii.bytes("X-Forwarded-For: " + text + "\r\nX-Forwarded-Proto: " + scheme + "\r\n");
        forwarded =
                writesForwarded || chain != null ? Ascii.bytes("Forwarded: for=" + node + ";proto=" + scheme) : NOTHING;
    }

    /** For whom there is no IP address, RFC 7239 §6 has a word. */
    private static String text(byte[] client) {
        return client.length < IPV4_BYTES ? "unknown" : IpText.text(client);
    }

    /**
     * Whose request this is, as far as that can be believed: whom the chain names, else who has connected.
     *
     * @param out room for 16 bytes
     * @return 4 or 16, the length of the address; 0 when it is unknown
     */
    public int client(FieldLines fields, ByteBuffer in, int base, byte[] out) {
        return chain != null && chain.find(fields, in, base) ? chain.client(out) : peer(out);
    }

    /** The request comes from a trusted network and was not passed on for anybody outside: a trusted proxy lends its trust to nobody. */
    public boolean isFromTrusted(FieldLines fields, ByteBuffer in, int base) {
        return chain != null && chain.isTrusted(fields, in, base);
    }

    /** Who has connected; as {@link #client}. */
    public int peer(byte[] out) {
        System.arraycopy(peer, 0, out, 0, peer.length);
        return peer.length;
    }

    /** With Via. */
    public void edit(RequestHead head, ByteBuffer in, HeadEdit edit, byte[] hostLine, byte[] ownAuthority) {
        edit(head, in, edit, hostLine, ownAuthority, true);
    }

    /**
     * Marks and adds lines.
     *
     * @param hostLine complete Host line for the backend, or null to pass the client's on
     * @param addsVia says that the request has come this way
     * @param ownAuthority what an HTTP/1.0 client without Host connected to; HTTP/1.1 must name one (RFC 9112 §3.3)
     */
    public void edit(
            RequestHead head, ByteBuffer in, HeadEdit edit, byte[] hostLine, byte[] ownAuthority, boolean addsVia) {
        if (chain == null) {
            replace(head, in, edit);
        } else {
            append(head, in, edit);
        }
        if (addsVia) {
            dropOpenVia(head.fields(), in, head.base());
            edit.add(head.isHttp10() ? VIA_HTTP_1_0 : VIA);
        }
        if (hostLine != null) {
            head.fields().dropAll(HOST);
            edit.add(hostLine);
        } else if (!head.hasHost()) {
            edit.add(ownAuthority);
        }
    }

    /** Ours would stand in somebody's comment for a reader that takes the lines for one list, as it may (RFC 9110 §5.3). */
    private static void dropOpenVia(FieldLines fields, ByteBuffer in, int base) {
        for (int line = fields.indexOf(FieldName.VIA); line >= 0; line = fields.indexOf(FieldName.VIA, line + 1)) {
            if (!Elements.isClosed(in, base + fields.valueStart(line), base + fields.valueEnd(line), true)) {
                fields.drop(line);
            }
        }
    }

    private void replace(RequestHead head, ByteBuffer in, HeadEdit edit) {
        head.fields().dropAll(FieldName.ABOUT_CLIENT);
        edit.add(forLineAndProtoLine);
        if (writesX && head.hasHost()) {
            edit.add(X_FORWARDED_HOST_NAME, in, head.hostStart(), head.hostEnd());
        }
        if (writesForwarded) {
            addForwarded(head, in, edit);
        }
    }

    private void addForwarded(RequestHead head, ByteBuffer in, HeadEdit edit) {
        edit.add(forwarded);
        if (head.hasHost()) {
            edit.add(HOST_PARAMETER);
            edit.add(in, head.hostStart(), head.hostEnd());
            edit.add(QUOTE);
        }
        edit.add(LINE_END);
    }

    private void append(RequestHead head, ByteBuffer in, HeadEdit edit) {
        final FieldLines fields = head.fields();
        final boolean isFound = chain.find(fields, in, head.base());
        fields.dropAll(chain.unheard());
        if (isFound) {
            edit.add(X_REAL_IP_NAME);
            chain.addClient(edit);
            edit.add(LINE_END);
        }
        final boolean hasForwarded = chain.hears(FieldName.FORWARDED, fields);
        final boolean isMalformed = chain.isListMalformed(fields, in, head.base());
        if (isMalformed) {
            fields.dropAll(FORWARDED); // or ours could be a part of what is wrong with it
        }
        if (writesX && hasForwarded && !chain.hears(FieldName.X_FORWARDED_FOR, fields)) {
            translation.addX(head, in, edit, isMalformed);
        } else if (writesForwarded && !hasForwarded && fields.hasAny(FieldName.ABOUT_CLIENT & ~chain.unheard())) {
            translation.addForwarded(head, in, edit);
            appendX(head, in, edit);
        } else {
            appendX(head, in, edit);
            if (isMalformed) {
                translation.addReadable(head, in, edit);
            } else if (hasForwarded || writesForwarded) {
                addForwarded(head, in, edit); // a further line is a further element of the list
            }
        }
    }

    private void appendX(RequestHead head, ByteBuffer in, HeadEdit edit) {
        final FieldLines fields = head.fields();
        if (chain.hears(FieldName.X_FORWARDED_FOR, fields)) {
            appendToChain(fields, in, head.base(), edit);
        } else if (writesX) {
            edit.add(forLine);
        }
        if (writesX && !chain.hears(FieldName.X_FORWARDED_PROTO, fields)) {
            edit.add(protoLine);
        }
        if (writesX && !chain.hears(FieldName.X_FORWARDED_HOST, fields) && head.hasHost()) {
            edit.add(X_FORWARDED_HOST_NAME, in, head.hostStart(), head.hostEnd());
        }
    }

    /** One line for the whole chain, because many backends read only one. */
    private void appendToChain(FieldLines fields, ByteBuffer in, int base, HeadEdit edit) {
        final boolean isOpen = isOpen(fields, in, base);
        if (!isOpen && chainBytes(fields) > CHAIN_BYTES_MAX) {
            edit.add(forLine);
            return;
        }
        edit.add(X_FORWARDED_FOR_NAME);
        if (!isOpen) {
            appendElements(fields, in, base, edit);
        } else if (chain.clientAt() >= 0) {
            chain.addClient(edit); // of all that is there
            edit.add(COMMA);
        }
        edit.add(address);
        edit.add(LINE_END);
        fields.dropAll(X_FORWARDED_FOR);
    }

    /** A quote is no part of the field, but who reads it as other lists could take ours for the rest of a string. */
    private static boolean isOpen(FieldLines fields, ByteBuffer in, int base) {
        for (int line = firstFor(fields); line >= 0; line = nextFor(fields, line)) {
            if (!Elements.isClosed(in, base + fields.valueStart(line), base + fields.valueEnd(line), false)) {
                return true;
            }
        }
        return false;
    }

    private static void appendElements(FieldLines fields, ByteBuffer in, int base, HeadEdit edit) {
        for (int line = firstFor(fields); line >= 0; line = nextFor(fields, line)) {
            appendElements(in, base + fields.valueStart(line), base + fields.valueEnd(line), edit);
        }
    }

    /** As it is, but for empty elements at either end. */
    private static void appendElements(ByteBuffer in, int from, int to, HeadEdit edit) {
        int first = from;
        int last = to;
        while (first < last && isSeparator(in.get(first))) {
            first++;
        }
        while (last > first && isSeparator(in.get(last - 1))) {
            last--;
        }
        if (first < last) {
            edit.add(in, first, last);
            edit.add(COMMA);
        }
    }

    private static boolean isSeparator(byte b) {
        return b == ',' || Ascii.isBlank(b);
    }

    private static int chainBytes(FieldLines fields) {
        int bytes = 0;
        for (int line = firstFor(fields); line >= 0; line = nextFor(fields, line)) {
            bytes += fields.valueEnd(line) - fields.valueStart(line) + COMMA.length;
        }
        return bytes;
    }

    /** The first line of X-Forwarded-For; -1 = there is none. */
    static int firstFor(FieldLines fields) {
        return fields.indexOf(FieldName.X_FORWARDED_FOR);
    }

    static int nextFor(FieldLines fields, int line) {
        return fields.indexOf(FieldName.X_FORWARDED_FOR, line + 1);
    }
}
