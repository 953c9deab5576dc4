package weir.http;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Supplier;
import weir.testkit.EverySplit;
import weir.testkit.Wire;

/** A response head on its whole way: parsed, understood, edited for the client, rewritten. */
final class ResponseRun implements EverySplit.Run {
    /** As {@link RequestRun.Answer}. */
    record Answer(int result, Fault fault, int scanned, String meaning, String rewritten) {}

    private final ResponseParser parser;
    private final ResponseHead head = new ResponseHead();
    private final HeadEdit edit;
    private final Method requestMethod;
    private final boolean toHttp10;
    private final int gapBytes;

    private int result;
    private Fault fault;
    private String meaning;
    private String rewritten;

    /** For GET, from HTTP/1.1, putting up with these. */
    ResponseRun(Set<Tolerance> accept) {
        this(HttpLimits.DEFAULTS, Method.GET, false, 0);
        parser.accept(Tolerance.bits(accept));
    }

    static Answer atEverySplit(String wire, Set<Tolerance> accept) {
        return (Answer) EverySplit.answer(wire, new ResponseRun(accept).again());
    }

    /** What had to be put up with, as bits. */
    int tolerated() {
        return head.tolerated();
    }

    ResponseRun(HttpLimits limits, Method requestMethod, boolean toHttp10, int gapBytes) {
        this.parser = new ResponseParser(limits);
        this.edit = new HeadEdit(limits.fieldsMax());
        this.requestMethod = requestMethod;
        this.toHttp10 = toHttp10;
        this.gapBytes = gapBytes;
    }

    static Answer atEverySplit(String wire, Method requestMethod, boolean toHttp10) {
        final ResponseRun run = new ResponseRun(HttpLimits.DEFAULTS, requestMethod, toHttp10, 0);
        return (Answer) EverySplit.answer(wire, run.again());
    }

    static Answer atEverySplit(String wire) {
        return atEverySplit(wire, Method.GET, false);
    }

    Supplier<ResponseRun> again() {
        return () -> {
            parser.reset();
            result = Parse.NEED_MORE;
            fault = null;
            meaning = null;
            rewritten = null;
            return this;
        };
    }

    @Override
    public boolean feed(ByteBuffer in, int start, int from, int to) {
        result = parser.parse(in, start, to);
        final int base = start - parser.shift();
        if (result == Parse.REFUSED) {
            fault = parser.fault();
        } else if (result == Parse.COMPLETE) {
            fault = head.read(parser, in, requestMethod);
            if (fault == null) {
                forward(in, base);
            } else {
                result = Parse.REFUSED;
            }
        }
        return result == Parse.NEED_MORE;
    }

    private void forward(ByteBuffer in, int start) {
        meaning = head.status() + " body=" + head.bodyBytes() + (head.keepsAlive() ? " keep-alive" : "")
                + (head.isInterim() ? " interim" : "") + (head.isSwitch() ? " switch" : "")
                + (head.view().has(FieldName.DATE) ? " date" : "");
        edit.begin();
        head.edit(in, edit, toHttp10);
        rewritten = Wire.text(in, head.rewrite(in, edit, gapBytes), start + parser.headBytes() - gapBytes);
    }

    @Override
    public Answer answer() {
        return new Answer(result, fault, parser.headBytes(), meaning, rewritten);
    }
}
