package weir.health;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import weir.http.BodyReader;
import weir.http.Fault;
import weir.http.HttpLimits;
import weir.http.Method;
import weir.http.Parse;
import weir.http.ResponseHead;
import weir.http.ResponseParser;
import weir.model.HttpCheck;

/**
 * Reads and judges the response to a check: its head, and as much of its body as the buffer holds if that matters.
 *
 * <pre>
 *   HEAD --final head, no body asked for--> (verdict)
 *     '--final head--> BODY --end, or buffer full--> (verdict)
 * </pre>
 *
 * <p>Thread: probe loop only.
 */
final class CheckResponse {
    private static final int NOT_FOUND = 404;
    private static final HttpLimits LIMITS = new HttpLimits(16 * 1024, 256, 0);

    /**
     * For all checks of the loop, because nearly every head comes in one piece; one that does not is parsed from its
     * start again.
     */
    static final class Heads {
        private final ResponseParser parser = new ResponseParser(LIMITS);
        private final ResponseHead head = new ResponseHead();
    }

    private final Heads heads;
    private final HttpCheck check;
    private final Method method;
    private final byte[] wanted;
    /** Null where no body is asked for. */
    private final BodyReader body;

    private int headStart;
    private int status;
    /** 0 = the head is not complete. */
    private int bodyStart;

    private int bodyEnd;

    CheckResponse(Heads heads, HttpCheck check) {
        this.heads = heads;
        this.check = check;
        this.method = Method.valueOf(check.method().name());
        this.wanted = check.expectBody() == null ? null : check.expectBody().getBytes(StandardCharsets.UTF_8);
        this.body = check.needsBody() ? new BodyReader() : null;
    }

    void begin() {
        headStart = 0;
        bodyStart = 0;
    }

    /**
     * More bytes have come.
     *
     * @param in from 0 to its position; body bytes are decoded in place, and its position is moved to behind them
     * @return null when more is needed
     */
    Verdict onBytes(ByteBuffer in) {
        if (bodyStart == 0) {
            final Verdict verdict = onHead(in);
            if (verdict != null || bodyStart == 0) {
                return verdict;
            }
        }
        return onBody(in);
    }

    /** Null also when the head is complete and the body decides. */
    private Verdict onHead(ByteBuffer in) {
        final ResponseParser parser = heads.parser;
        while (true) {
            parser.reset();
            final int result = parser.parse(in, headStart, in.position());
            if (result == Parse.NEED_MORE) {
                return in.hasRemaining() ? null : Verdict.failure("response refused: " + Fault.HEAD_TOO_LARGE.word());
            }
            final Fault fault = result == Parse.REFUSED ? parser.fault() : heads.head.read(parser, in, method);
            if (fault != null) {
                return refused(fault);
            }
            if (!heads.head.isInterim()) {
                return onFinalHead();
            }
            headStart += parser.headBytes();
        }
    }

    private static Verdict refused(Fault fault) {
        return Verdict.failure("response refused: " + fault.word());
    }

    private Verdict onFinalHead() {
        status = heads.head.status();
        final String reason = "status " + status;
        if (status == NOT_FOUND && check.isDrainOn404()) {
            return new Verdict(true, reason, true, null);
        } else if (!check.expect().has(status)) {
            return Verdict.failure(reason);
        } else if (body == null) {
            return Verdict.success(reason);
        }
        bodyStart = headStart + heads.parser.headBytes();
        bodyEnd = bodyStart;
        body.begin(heads.head.bodyBytes(), true, Long.MAX_VALUE);
        return null;
    }

    private Verdict onBody(ByteBuffer in) {
        final int result = body.read(in, bodyEnd, in.position());
        if (result == Parse.REFUSED) {
            return refused(body.fault());
        }
        bodyEnd = body.outEnd();
        in.position(bodyEnd); // what was framing is overwritten by what comes next
        return result == Parse.COMPLETE || !in.hasRemaining() ? judgeBody(in) : null;
    }

    /** The connection has ended. */
    Verdict onEnd(ByteBuffer in) {
        if (bodyStart != 0 && body.framing() == BodyReader.UNTIL_CLOSE) {
            return judgeBody(in);
        }
        return Verdict.failure(
                bodyStart == 0 ? "connection ended before a response" : "connection ended within the body");
    }

    private Verdict judgeBody(ByteBuffer in) {
        final byte[] bytes = new byte[bodyEnd - bodyStart];
        in.get(bodyStart, bytes);
        if (wanted != null && !contains(bytes, wanted)) {
            return Verdict.failure(
                    "status " + status + ", but the first " + bytes.length + " bytes of the body lack the text");
        }
        return new Verdict(true, "status " + status, false, check.isWeightFromBody() ? WeightReport.read(bytes) : null);
    }

    /** O(both), for bodies of some kilobytes. */
    private static boolean contains(byte[] bytes, byte[] wanted) {
        for (int at = 0; at + wanted.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
