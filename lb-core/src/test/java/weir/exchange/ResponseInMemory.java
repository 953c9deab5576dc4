package weir.exchange;

import weir.http.Fault;
import weir.http.HeadEdit;
import weir.http.HeadView;
import weir.http.HttpLimits;
import weir.http.Method;
import weir.http.Parse;
import weir.http.ResponseHead;
import weir.http.ResponseParser;
import weir.relay.RelayBuffer;

/** A response that is here at once, or not at all. */
final class ResponseInMemory extends ResponseSource {
    private final BackendInMemory from;
    private final RelayBuffer bytes;
    private final ResponseParser parser = new ResponseParser(new HttpLimits(1024, 16, 0));
    private final ResponseHead head = new ResponseHead();
    private boolean hasBegun;
    private boolean isReceived;

    ResponseInMemory(BackendInMemory from, RelayBuffer bytes) {
        this.from = from;
        this.bytes = bytes;
    }

    @Override
    protected void begin(int tolerances) {
        parser.reset();
        release();
    }

    @Override
    protected void release() {
        hasBegun = false;
        isReceived = false;
    }

    @Override
    protected ResponseEvent read() {
        final String text = from.takeNext();
        if (text.isEmpty()) {
            return hasBegun ? ResponseEvent.NONE : ResponseEvent.ENDED_EARLY;
        }
        hasBegun = true;
        StreamInMemory.read(text, bytes);
        return ResponseEvent.HEAD_BYTES;
    }

    @Override
    protected boolean isBulk() {
        return false;
    }

    @Override
    protected boolean mayParseHead() {
        return isInHead() && bytes.hasBuffer();
    }

    @Override
    protected ResponseEvent parseHead(Method requestMethod) {
        final boolean isHead = parser.parse(bytes.buffer(), RelayBuffer.FRONT, bytes.readEnd()) == Parse.COMPLETE
                && head.read(parser, bytes.buffer(), requestMethod) == null;
        return isHead ? ResponseEvent.FINAL : ResponseEvent.MALFORMED;
    }

    @Override
    protected void endInterim() {}

    @Override
    protected void rewind() {}

    @Override
    protected void awaitSwitch() {}

    @Override
    protected void endSwitch() {}

    @Override
    protected HeadView head() {
        return head.view();
    }

    @Override
    protected int bodyStart() {
        return RelayBuffer.FRONT + parser.headBytes();
    }

    @Override
    protected void editHead(HeadEdit edit, boolean takesChunksOff) {
        head.edit(bytes.buffer(), edit, takesChunksOff);
    }

    @Override
    protected int rewriteHead(HeadEdit edit, int gapBytes) {
        return head.rewrite(bytes.buffer(), edit, gapBytes);
    }

    @Override
    protected boolean switchesTo(String offer) {
        return false;
    }

    @Override
    protected boolean isWebSocket() {
        return false;
    }

    @Override
    protected ResponseEvent readFirstOfBody(boolean takesChunksOff) {
        bytes.setUnsent(bodyStart(), bytes.readEnd());
        isReceived = true;
        return ResponseEvent.BODY;
    }

    @Override
    protected boolean giveUp() {
        return true;
    }

    @Override
    protected boolean leavesUsable() {
        return true;
    }

    @Override
    protected Fault fault() {
        return Fault.BAD_STATUS_LINE;
    }

    @Override
    protected int status() {
        return head.status();
    }

    @Override
    protected long bodyBytes() {
        return head.bodyBytes();
    }

    @Override
    protected boolean tiesConnection() {
        return false;
    }

    @Override
    protected boolean mayHaveStrayBody() {
        return false;
    }

    @Override
    protected boolean hasBegun() {
        return hasBegun;
    }

    @Override
    protected boolean isInHead() {
        return hasBegun && !isReceived;
    }

    @Override
    protected boolean isSwitchDue() {
        return false;
    }

    @Override
    protected boolean isInBody() {
        return false;
    }

    @Override
    protected boolean isReceived() {
        return isReceived;
    }

    @Override
    protected long contentBytes() {
        return isReceived ? head.bodyBytes() : 0;
    }
}
