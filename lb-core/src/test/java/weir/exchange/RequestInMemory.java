package weir.exchange;

import weir.http.Fault;
import weir.http.HeadEdit;
import weir.http.HeadView;
import weir.http.HttpLimits;
import weir.http.Method;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.model.ExchangeEnd;
import weir.relay.RelayBuffer;

/** A request that is here at once, and has no body. */
final class RequestInMemory extends RequestSource {
    private final HeadEdit edit;
    private final RelayBuffer bytes;
    private final RequestParser parser = new RequestParser(new HttpLimits(1024, 16, 256));
    private final RequestHead head = new RequestHead();
    private String text;
    private boolean isHere;

    RequestInMemory(HeadEdit edit, RelayBuffer bytes) {
        this.edit = edit;
        this.bytes = bytes;
    }

    void comes(String request) {
        text = request;
    }

    @Override
    protected void open() {
        begin(RelayBuffer.FRONT);
    }

    @Override
    protected void begin(int start) {
        parser.reset();
        isHere = false;
    }

    @Override
    protected boolean limitBody(long bytesMax) {
        return true;
    }

    @Override
    protected void release() {
        isHere = false;
    }

    @Override
    protected RequestEvent readNext() {
        throw new IllegalStateException("nothing stands behind it");
    }

    @Override
    protected RequestEvent read(int heldFrom) {
        StreamInMemory.read(text, bytes);
        isHere = parser.parse(bytes.buffer(), RelayBuffer.FRONT, bytes.readEnd()) == Parse.COMPLETE
                && head.read(parser, bytes.buffer()) == null;
        if (!isHere) {
            throw new IllegalStateException("no request: " + text);
        }
        bytes.setUnsent(bytes.readEnd(), bytes.readEnd());
        return RequestEvent.HEAD;
    }

    @Override
    protected RequestEvent readFirstOfBody() {
        return RequestEvent.BODY;
    }

    @Override
    protected boolean rewriteHead(boolean replacesHost) {
        final int end = bytes.sendEnd();
        head.edit(bytes.buffer(), edit, replacesHost);
        bytes.setUnsent(head.rewrite(bytes.buffer(), edit), end);
        return true;
    }

    @Override
    protected boolean isBulk() {
        return false;
    }

    @Override
    protected boolean mayReadAhead(int heldFrom) {
        return false;
    }

    @Override
    protected void giveFields() {}

    @Override
    protected RequestEvent onBroken() {
        return RequestEvent.GONE;
    }

    @Override
    protected ExchangeEnd onTimeout() {
        return ExchangeEnd.HEAD_TIMEOUT;
    }

    @Override
    protected void awaitBody() {}

    @Override
    protected void rest() {}

    @Override
    protected HeadView head() {
        return head.view();
    }

    @Override
    protected Method method() {
        return head.method();
    }

    @Override
    protected boolean isHttp10() {
        return false;
    }

    @Override
    protected boolean knowsChunks() {
        return true;
    }

    @Override
    protected Delivery deliver(long bodyBytes, boolean mayKeep) {
        return Delivery.of(bodyBytes, false, mayKeep);
    }

    @Override
    protected boolean hasNoHopLeft() {
        return false;
    }

    @Override
    protected boolean tiesConnection() {
        return false;
    }

    @Override
    protected boolean isUpgrade() {
        return false;
    }

    @Override
    protected String upgradeOffer() {
        return null;
    }

    @Override
    protected void forgetUpgradeOffer() {}

    @Override
    protected boolean hasBody() {
        return false;
    }

    @Override
    protected boolean isForHead() {
        return false;
    }

    @Override
    protected void notePart() {}

    @Override
    protected boolean awaitsContinue() {
        return false;
    }

    @Override
    protected void onContinue() {}

    @Override
    protected Fault fault() {
        return null;
    }

    @Override
    protected long contentBytes() {
        return 0;
    }

    @Override
    protected boolean hasBegun() {
        return isHere;
    }

    @Override
    protected boolean isParseDue() {
        return false;
    }

    @Override
    protected boolean isHeadComplete() {
        return isHere;
    }

    @Override
    protected boolean isInBody() {
        return false;
    }

    @Override
    protected boolean isReceived() {
        return isHere;
    }

    @Override
    protected boolean hasBytesBehind() {
        return false;
    }

    @Override
    protected boolean wantsKeepAlive() {
        return true;
    }

    @Override
    protected boolean expectsClose() {
        return false;
    }
}
