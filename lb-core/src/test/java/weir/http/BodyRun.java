package weir.http;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Supplier;
import weir.testkit.EverySplit;
import weir.testkit.Wire;

/** One body on its way through: what is passed on, and where it ends. */
final class BodyRun implements EverySplit.Run {
    /**
     * @param fault null unless refused; then the rest says nothing, as what came before the culprit may have gone on
     * @param consumed bytes that belong to the body
     * @param passedOn what the other side gets
     */
    record Answer(int result, Fault fault, int consumed, String passedOn, long contentBytes) {}

    private final BodyReader body = new BodyReader();
    private final StringBuilder passedOn = new StringBuilder();
    private int result;
    private int consumed;

    static Answer atEverySplit(String wire, long framing, boolean decode) {
        return atEverySplit(wire, framing, decode, Long.MAX_VALUE);
    }

    static Answer atEverySplit(String wire, long framing, boolean decode, long contentBytesMax) {
        return (Answer) EverySplit.answer(wire, new BodyRun().again(framing, decode, contentBytesMax));
    }

    BodyRun() {}

    /** Putting up with these. */
    BodyRun(Set<Tolerance> accept) {
        body.accept(Tolerance.bits(accept));
    }

    Supplier<BodyRun> again(long framing, boolean decode, long contentBytesMax) {
        return () -> {
            body.begin(framing, decode, contentBytesMax);
            passedOn.setLength(0);
            result = Parse.NEED_MORE;
            consumed = 0;
            return this;
        };
    }

    @Override
    public boolean feed(ByteBuffer in, int start, int from, int to) {
        result = body.read(in, from, to);
        passedOn.append(Wire.text(in, from, body.outEnd()));
        consumed += body.inEnd() - from;
        return result == Parse.NEED_MORE;
    }

    @Override
    public Answer answer() {
        return result == Parse.REFUSED
                ? new Answer(result, body.fault(), -1, null, -1)
                : new Answer(result, body.fault(), consumed, passedOn.toString(), body.contentBytes());
    }
}
