package weir.http1;

import weir.http.Fault;
import weir.http.RequestHead;
import weir.http.ResponseHead;
import weir.relay.Inbound;

/**
 * Passes on the heads of a response: any number of interim ones, then the final one, or one that switches protocols.
 *
 * <p>The exchange may be over, or have become a tunnel, behind each of these calls. Thread: owning loop only.
 */
final class ResponseHeads {
    /** See {@link Exchange#becomeTunnel}. */
    static final int NO_FRAMES = -1;

    private static final int CONTINUE = 100;

    private final Exchange exchange;
    private final Inbound bytes;
    private final ResponseFlow flow;
    private final ResponseReader reader;
    private final ResponseHeadEdit edit;
    private final ResponseWriter writer;

    ResponseHeads(
            Exchange exchange,
            Inbound bytes,
            ResponseFlow flow,
            ResponseReader reader,
            ResponseHeadEdit edit,
            ResponseWriter writer) {
        this.exchange = exchange;
        this.bytes = bytes;
        this.flow = flow;
        this.reader = reader;
        this.edit = edit;
        this.writer = writer;
    }

    /** One head, or several: interim ones come before the final one. */
    void take() {
        while (reader.mayParseHead()) {
            switch (reader.parseHead(exchange.request().head().method())) {
                case INTERIM -> passInterim();
                case SWITCH -> {
                    passSwitch();
                    return;
                }
                case FINAL -> {
                    passFinal();
                    return;
                }
                case MALFORMED -> {
                    flow.malformed(reader.fault());
                    return;
                }
                default -> {
                    return;
                }
            }
        }
    }

    /** 1xx goes on to clients that know it (RFC 9110 §15.2); HTTP/1.0 does not. */
    private void passInterim() {
        final int end = reader.bodyStart();
        int start = end;
        if (!exchange.request().head().isHttp10()) {
            start = edit.rewriteInterim();
            writer.beginInterim();
        }
        bytes.setUnsent(start, end);
        final boolean isContinue = reader.head().status() == CONTINUE;
        reader.endInterim();
        if (isContinue) {
            exchange.request().onContinue();
        }
        if (flow.flush()) {
            settleInterim();
        }
    }

    /** The client has taken an interim head: more may be here. */
    void onInterimSent() {
        settleInterim();
        take();
    }

    /** An interim head is sent: the next one starts with a fresh buffer, or behind it. */
    private void settleInterim() {
        if (bytes.isEmpty()) {
            bytes.giveBuffer();
            reader.rewind();
        }
    }

    private void passSwitch() {
        final RequestHead asked = exchange.request().head();
        if (!asked.isUpgrade() || !reader.head().switchesTo(asked.upgradeOffer(), bytes.buffer())) {
            flow.malformed(Fault.UNEXPECTED_UPGRADE);
        } else if (exchange.request().isSent()) {
            switchNow(asked);
        } else {
            reader.awaitSwitch();
            exchange.upstream().transport().keepRoom(); // others may wait for what this one holds meanwhile
            exchange.request().onContinue(); // or a client that waits for it would never send the rest
        }
    }

    private void switchNow(RequestHead asked) {
        final ResponseHead head = reader.head();
        exchange.upstream().transport().letGoOfRoom();
        asked.forgetUpgradeOffer();
        exchange.attempts().onResponseHead(head.status());
        final int framesFrom = head.isWebSocket(bytes.buffer()) ? reader.bodyStart() : NO_FRAMES;
        final int start = edit.rewriteSwitch(
                exchange.pool(), exchange.sticky(), exchange.upstream().backend());
        bytes.setUnsent(start, bytes.readEnd());
        reader.endSwitch();
        writer.beginFinal();
        exchange.becomeTunnel(framesFrom);
    }

    /**
     * The upstream has the whole request. Protocols change between messages, not within one (RFC 9110 §7.8): a 101 that
     * came before is passed on now, and what stands behind the request belongs to the tunnel.
     */
    void onRequestSent() {
        if (reader.isSwitchDue()) {
            switchNow(exchange.request().head());
        }
    }

    private void passFinal() {
        final ResponseHead head = reader.head();
        exchange.attempts().onResponseHead(head.status());
        if (exchange.attempts().triesAgainInsteadOf(head.status())) {
            return;
        }
        final boolean toHttp10 = exchange.request().head().isHttp10();
        final Delivery delivery =
                Delivery.of(head.bodyBytes(), toHttp10, exchange.mayKeepClient() && exchange.mayKeepNext());
        writer.deliver(delivery);
        final int bodyBytes = bytes.readEnd() - reader.bodyStart();
        final int start = edit.rewriteFinal(
                exchange.pool(),
                exchange.sticky(),
                exchange.upstream().backend(),
                delivery,
                toHttp10,
                exchange.search().explainLine(),
                delivery.isInChunks() ? ResponseWriter.sizeLineBytes(bodyBytes) : 0);
        if (start == ResponseHeadEdit.NO_ROOM) {
            flow.malformed(Fault.HEAD_TOO_LARGE);
        } else if (reader.readFirstOfBody(toHttp10) == ResponseReader.Event.MALFORMED) {
            flow.malformed(reader.fault());
        } else {
            writer.wrap();
            bytes.setUnsent(start, bytes.sendEnd());
            writer.beginFinal();
            exchange.request().forgetReplay();
            flow.pump();
        }
    }
}
