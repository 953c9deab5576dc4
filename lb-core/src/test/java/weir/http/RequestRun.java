package weir.http;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Supplier;
import weir.testkit.EverySplit;
import weir.testkit.Wire;

/** A request head on its whole way: parsed, understood, edited for the next hop, rewritten. */
final class RequestRun implements EverySplit.Run {
    /**
     * @param result one of {@link Parse}, or {@link Parse#REFUSED} for a well-formed head that makes no sense
     * @param scanned length of the head, or where the fault is
     * @param meaning what {@link RequestHead} says of it; null when refused
     * @param rewritten the head for the backend; null when refused
     */
    record Answer(int result, Fault fault, int scanned, String meaning, String rewritten) {}

    private final RequestParser parser;
    private final RequestHead head = new RequestHead();
    private final HeadEdit edit;
    private final byte[] hostLine;

    private int result;
    private Fault fault;
    private String meaning;
    private String rewritten;

    RequestRun(HttpLimits limits, byte[] hostLine) {
        this.parser = new RequestParser(limits);
        this.edit = new HeadEdit(limits.fieldsMax());
        this.hostLine = hostLine;
    }

    /** Putting up with these. */
    RequestRun(Set<Tolerance> accept) {
        this();
        parser.accept(Tolerance.bits(accept));
    }

    static Answer atEverySplit(String wire, Set<Tolerance> accept) {
        return (Answer) EverySplit.answer(wire, new RequestRun(accept).again());
    }

    RequestRun() {
        this(HttpLimits.DEFAULTS, null);
    }

    /** The answer at every split, from one parser that is used over and over, as a loop does. */
    static Answer atEverySplit(String wire) {
        return (Answer) EverySplit.answer(wire, new RequestRun().again());
    }

    Supplier<RequestRun> again() {
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
            fault = head.read(parser, in);
            if (fault == null) {
                forward(in, base);
            } else {
                result = Parse.REFUSED;
            }
        }
        return result == Parse.NEED_MORE;
    }

    private void forward(ByteBuffer in, int start) {
        final String host = Wire.text(in, head.view().hostStart(), head.view().hostEnd());
        final String path = Wire.text(in, head.view().pathStart(), head.view().targetEnd());
        meaning = head.method() + " host=" + host + " path=" + path + " body=" + head.bodyBytes()
                + (head.isHttp10() ? " http10" : "") + (head.wantsKeepAlive() ? " keep-alive" : "")
                + (head.isUpgrade() ? " upgrade" : "") + (head.expectsContinue() ? " continue" : "")
                + (head.hasNoHopLeft() ? " no-hop" : "");
        edit.begin();
        if (hostLine != null) {
            head.view().dropAll(FieldName.set(FieldName.HOST));
            edit.add(hostLine);
        }
        head.edit(in, edit, hostLine != null);
        rewritten = Wire.text(in, head.rewrite(in, edit), start + parser.headBytes());
    }

    @Override
    public Answer answer() {
        return new Answer(result, fault, parser.scanned(), meaning, rewritten);
    }
}
