package weir.filter;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.buf.IpText;
import weir.http.FieldName;
import weir.http.HeadEdit;
import weir.http.HeadView;
import weir.model.Forwarding;
import weir.model.Forwarding.Style;
import weir.route.ClientAddress;

/**
 * Tells the backend who the client is: X-Forwarded-For, -Proto and -Host, or Forwarded (RFC 7239), and Via (RFC 9110
 * §7.6.3).
 *
 * <p>What a client says of itself in these fields is taken out, as nobody can vouch for it. What a trusted proxy says
 * in the fields that it writes is kept and added to; X-Real-IP then names the client that {@link ForwardedChain} finds.
 * Where backends are told in a style that the proxy does not write, {@link ForwardedTranslation} says the same in that.
 *
 * <p>Made once per client connection; the lines that never change are encoded then. Thread: owning loop only.
 */
public final class ForwardedFields implements ClientAddress {
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
    private static final byte[] HTTPS = Ascii.bytes("https");
    private static final byte[] NOTHING = {};
    private static final int IPV4_BYTES = 4;
    /** A longer chain is not written anew; our line then stands below it, which means the same (RFC 9110 §5.3). */
    static final int CHAIN_BYTES_MAX = 256;

    private final boolean writesX;
    private final boolean writesForwarded;
    private final boolean isSecured;
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
        isSecured = scheme.equals("https");
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
    @Override
    public int client(HeadView head, ByteBuffer in, byte[] out) {
        return chain != null && chain.find(head, in) ? chain.client(out) : peer(out);
    }

    /** An address in a trusted network is believed only where {@link #isFromTrusted} says so. */
    @Override
    public int routedClient(HeadView head, ByteBuffer in, byte[] out) {
        final int length = client(head, in, out);
        return chain != null && chain.trusts(out, length) && !chain.isTrusted(head, in) ? 0 : length;
    }

    /**
     * The request comes from a trusted network and was not passed on for anybody outside: a trusted proxy lends its
     * trust to nobody.
     */
    public boolean isFromTrusted(HeadView head, ByteBuffer in) {
        return chain != null && chain.isTrusted(head, in);
    }

    /** The client has spoken TLS: with the trusted proxy that says so in X-Forwarded-Proto, else with Weir. */
    public boolean isHttps(HeadView head, ByteBuffer in) {
        if (chain == null || !chain.hears(FieldName.X_FORWARDED_PROTO, head)) {
            return isSecured;
        }
        final int line = head.indexOf(FieldName.X_FORWARDED_PROTO);
        return Ascii.equalsIgnoreCase(in, head.valueStart(line), head.valueEnd(line), HTTPS);
    }

    /** Who has connected is in a trusted network, so what it says itself is believed. */
    boolean isByTrusted() {
        return chain != null;
    }

    /** Who has connected; as {@link #client}. */
    public int peer(byte[] out) {
        System.arraycopy(peer, 0, out, 0, peer.length);
        return peer.length;
    }

    /**
     * Marks and adds lines.
     *
     * @param hostLine complete Host line for the backend, or null to pass the client's on
     * @param addsVia says that the request has come this way
     * @param ownAuthority what an HTTP/1.0 client without Host connected to; HTTP/1.1 must name one (RFC 9112 §3.3)
     */
    public void edit(
            HeadView head, ByteBuffer in, HeadEdit edit, byte[] hostLine, byte[] ownAuthority, boolean addsVia) {
        if (chain == null) {
            replace(head, in, edit);
        } else {
            append(head, in, edit);
        }
        if (addsVia) {
            dropOpenVia(head, in);
            edit.add(head.isHttp10() ? VIA_HTTP_1_0 : VIA);
        }
        if (hostLine != null) {
            head.dropAll(HOST);
            edit.add(hostLine);
        } else if (!head.hasHost()) {
            edit.add(ownAuthority);
        }
    }

    /**
     * Ours would stand in somebody's comment for a reader that takes the lines for one list, as it may (RFC 9110 §5.3).
     */
    private static void dropOpenVia(HeadView head, ByteBuffer in) {
        for (int line = head.indexOf(FieldName.VIA); line >= 0; line = head.indexOf(FieldName.VIA, line + 1)) {
            if (!Elements.isClosed(in, head.valueStart(line), head.valueEnd(line), true)) {
                head.drop(line);
            }
        }
    }

    private void replace(HeadView head, ByteBuffer in, HeadEdit edit) {
        head.dropAll(FieldName.ABOUT_CLIENT);
        edit.add(forLineAndProtoLine);
        if (writesX && head.hasHost()) {
            edit.add(X_FORWARDED_HOST_NAME, in, head.hostStart(), head.hostEnd());
        }
        if (writesForwarded) {
            addForwarded(head, in, edit);
        }
    }

    private void addForwarded(HeadView head, ByteBuffer in, HeadEdit edit) {
        edit.add(forwarded);
        if (head.hasHost()) {
            edit.add(HOST_PARAMETER);
            edit.add(in, head.hostStart(), head.hostEnd());
            edit.add(QUOTE);
        }
        edit.add(LINE_END);
    }

    private void append(HeadView head, ByteBuffer in, HeadEdit edit) {
        final boolean isFound = chain.find(head, in);
        head.dropAll(chain.unheard());
        if (isFound) {
            edit.add(X_REAL_IP_NAME);
            chain.addClient(edit);
            edit.add(LINE_END);
        }
        final boolean hasForwarded = chain.hears(FieldName.FORWARDED, head);
        final boolean isMalformed = chain.isListMalformed(head, in);
        if (isMalformed) {
            head.dropAll(FORWARDED); // or ours could be a part of what is wrong with it
        }
        if (writesX && hasForwarded && !chain.hears(FieldName.X_FORWARDED_FOR, head)) {
            translation.addX(head, in, edit, isMalformed);
        } else if (writesForwarded && !hasForwarded && head.hasAny(FieldName.ABOUT_CLIENT & ~chain.unheard())) {
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

    private void appendX(HeadView head, ByteBuffer in, HeadEdit edit) {
        if (chain.hears(FieldName.X_FORWARDED_FOR, head)) {
            appendToChain(head, in, edit);
        } else if (writesX) {
            edit.add(forLine);
        }
        if (writesX && !chain.hears(FieldName.X_FORWARDED_PROTO, head)) {
            edit.add(protoLine);
        }
        if (writesX && !chain.hears(FieldName.X_FORWARDED_HOST, head) && head.hasHost()) {
            edit.add(X_FORWARDED_HOST_NAME, in, head.hostStart(), head.hostEnd());
        }
    }

    /** One line for the whole chain, because many backends read only one. */
    private void appendToChain(HeadView head, ByteBuffer in, HeadEdit edit) {
        final boolean isOpen = isOpen(head, in);
        if (!isOpen && chainBytes(head) > CHAIN_BYTES_MAX) {
            edit.add(forLine);
            return;
        }
        edit.add(X_FORWARDED_FOR_NAME);
        if (!isOpen) {
            appendElements(head, in, edit);
        } else if (chain.clientAt() >= 0) {
            chain.addClient(edit); // of all that is there
            edit.add(COMMA);
        }
        edit.add(address);
        edit.add(LINE_END);
        head.dropAll(X_FORWARDED_FOR);
    }

    /** A quote is no part of the field, but who reads it as other lists could take ours for the rest of a string. */
    private static boolean isOpen(HeadView head, ByteBuffer in) {
        for (int line = firstFor(head); line >= 0; line = nextFor(head, line)) {
            if (!Elements.isClosed(in, head.valueStart(line), head.valueEnd(line), false)) {
                return true;
            }
        }
        return false;
    }

    private static void appendElements(HeadView head, ByteBuffer in, HeadEdit edit) {
        for (int line = firstFor(head); line >= 0; line = nextFor(head, line)) {
            appendElements(in, head.valueStart(line), head.valueEnd(line), edit);
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

    private static int chainBytes(HeadView head) {
        int bytes = 0;
        for (int line = firstFor(head); line >= 0; line = nextFor(head, line)) {
            bytes += head.valueEnd(line) - head.valueStart(line) + COMMA.length;
        }
        return bytes;
    }

    /** The first line of X-Forwarded-For; -1 = there is none. */
    static int firstFor(HeadView head) {
        return head.indexOf(FieldName.X_FORWARDED_FOR);
    }

    static int nextFor(HeadView head, int line) {
        return head.indexOf(FieldName.X_FORWARDED_FOR, line + 1);
    }
}
