package weir.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import weir.buf.Ascii;
import weir.filter.ForwardedFields;
import weir.filter.ReservedFields;
import weir.http.BodyReader;
import weir.http.Fault;
import weir.http.HeadEdit;
import weir.http.HttpLimits;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.http.Tolerance;
import weir.model.AddressRange;
import weir.model.Forwarding;
import weir.testkit.TlsFixtures;

/**
 * What Weir makes of a stream of request bytes, without sockets: parser, meaning, rewriting and body, fed in portions.
 *
 * @param requests complete requests that were passed on
 * @param fault why the stream was refused, or null
 * @param sent what a backend would get; a request that is not complete is cut off
 */
record RequestRun(int requests, Fault fault, byte[] sent) {
    private static final int FRONT = HeadEdit.ADDED_BYTES_MAX + 32;
    private static final HttpLimits LIMITS = new HttpLimits(4096, 40, 1024);
    private static final long BODY_BYTES_MAX = 100_000;
    private static final byte[] OWN_AUTHORITY = Ascii.bytes("Host: 127.0.0.1:8080\r\n");
    private static final Forwarding POLICY =
            new Forwarding(Forwarding.Style.BOTH, List.of(AddressRange.parse("127.0.0.0/8")), Forwarding.Heard.BOTH);
    private static final ReservedFields RESERVED =
            ReservedFields.of(List.of(TlsFixtures.listenerThatTellsSubjects("X-Client-Subject")));
    /** What only Weir may say of a client. */
    static final String SUBJECT = "X-Client-Subject: CN=fuzz";

    /** Puts up with nothing. */
    static RequestRun of(byte[] wire, IntUnaryOperator portion, boolean isTrusted) {
        return of(wire, portion, isTrusted, Set.of());
    }

    /**
     * @param portion how many bytes come next, given how many are left
     * @param isTrusted what the client says of itself is kept
     * @param accept what is put up with
     */
    static RequestRun of(byte[] wire, IntUnaryOperator portion, boolean isTrusted, Set<Tolerance> accept) {
        return new Stream(wire, portion, isTrusted, accept).run();
    }

    private static final class Stream {
        private final byte[] wire;
        private final IntUnaryOperator portion;
        private final ByteBuffer buffer;
        private final RequestParser parser = new RequestParser(LIMITS);
        private final RequestHead head = new RequestHead();
        private final BodyReader body = new BodyReader();
        private final HeadEdit edit = new HeadEdit(64);
        private final ForwardedFields forwarded;
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private int fed;
        private int start = FRONT;
        private int end = FRONT;
        private int requests;
        private Fault fault;

        Stream(byte[] wire, IntUnaryOperator portion, boolean isTrusted, Set<Tolerance> accept) {
            parser.accept(Tolerance.bits(accept));
            this.wire = wire;
            this.portion = portion;
            this.forwarded = new ForwardedFields(new byte[] {(byte) (isTrusted ? 127 : 192), 0, 2, 7}, "http", POLICY);
            this.buffer = ByteBuffer.allocate(FRONT + wire.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        }

        RequestRun run() {
            int complete = 0;
            while (one()) {
                requests++;
                complete = sent.size();
            }
            return new RequestRun(requests, fault, java.util.Arrays.copyOf(sent.toByteArray(), complete));
        }

        /** True when a whole request was there and accepted. */
        private boolean one() {
            parser.reset();
            int result = parser.parse(buffer, start, end);
            while (result == Parse.NEED_MORE && feed()) {
                result = parser.parse(buffer, start, end);
            }
            start -= parser.shift();
            if (result != Parse.COMPLETE) {
                fault = result == Parse.REFUSED ? parser.fault() : null;
                return false;
            }
            fault = head.read(parser, buffer);
            if (fault == null && head.bodyBytes() > BODY_BYTES_MAX) {
                fault = Fault.BODY_TOO_LARGE;
            }
            return fault == null && passOn();
        }

        private boolean passOn() {
            final int bodyStart = start + parser.headBytes();
            edit.begin();
            forwarded.edit(head.view(), buffer, edit, null, head.view().hasHost() ? null : OWN_AUTHORITY, true);
            RESERVED.drop(head.view(), buffer);
            edit.add(Ascii.bytes(SUBJECT + "\r\n"));
            head.edit(buffer, edit, false);
            if (!edit.fits(start, 0)) {
                fault = Fault.HEAD_TOO_LARGE;
                return false;
            }
            final int from = head.rewrite(buffer, edit);
            sent.write(buffer.array(), from, bodyStart - from);
            body.begin(head.bodyBytes(), false, BODY_BYTES_MAX);
            start = bodyStart;
            do {
                final int result = body.read(buffer, start, end);
                if (result == Parse.REFUSED) {
                    fault = body.fault();
                    return false;
                }
                sent.write(buffer.array(), start, body.outEnd() - start);
                start = body.inEnd();
            } while (!body.isComplete() && feed());
            return body.isComplete();
        }

        private boolean feed() {
            final int left = wire.length - fed;
            if (left == 0) {
                return false;
            }
            final int count = Math.max(1, Math.min(left, portion.applyAsInt(left)));
            buffer.put(end, wire, fed, count);
            fed += count;
            end += count;
            return true;
        }
    }
}
