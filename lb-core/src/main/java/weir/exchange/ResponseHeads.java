package weir.exchange;

import weir.http.Fault;
import weir.relay.RelayBuffer;

/**
 * Passes on the heads of a response: any number of interim ones, then the final one, or one that switches protocols.
 *
 * <p>The exchange may be over, or have become a tunnel, behind each of these calls. Thread: owning loop only.
 */
final class ResponseHeads {
    /** See {@link Exchange#becomeTunnel}. */
    static final int NO_FRAMES = -1;

    private static final int CONTINUE = 100;
    private static final int ERROR = 400;

    private final Exchange exchange;
    private final UpstreamStream upstream;
    private final RequestSource asked;
    private final RelayBuffer bytes;
    private final ResponseFlow flow;
    private final ResponseSource source;
    private final ResponseHeadEdit edit;
    private final ResponseWriter writer;
    /** Null where errors have no bodies of the user's. */
    private final ErrorReplies errors;

    ResponseHeads(
            Exchange exchange,
            ErrorReplies errors,
            RequestSource asked,
            UpstreamStream upstream,
            RelayBuffer bytes,
            ResponseFlow flow,
            ResponseSource source,
            ResponseHeadEdit edit,
            ResponseWriter writer) {
        this.exchange = exchange;
        this.errors = errors;
        this.asked = asked;
        this.upstream = upstream;
        this.bytes = bytes;
        this.flow = flow;
        this.source = source;
        this.edit = edit;
        this.writer = writer;
    }

    /** One head, or several: interim ones come before the final one. */
    void take() {
        while (source.mayParseHead()) {
            switch (source.parseHead(asked.method())) {
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
                    flow.malformed(source.fault());
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
        final int end = source.bodyStart();
        int start = end;
        if (!asked.isHttp10()) {
            start = edit.rewriteInterim();
            writer.beginInterim();
        }
        bytes.setUnsent(start, end);
        final boolean isContinue = source.status() == CONTINUE;
        source.endInterim();
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
            source.rewind();
        }
    }

    private void passSwitch() {
        if (!asked.isUpgrade() || !source.switchesTo(asked.upgradeOffer())) {
            flow.malformed(Fault.UNEXPECTED_UPGRADE);
        } else if (exchange.request().isSent()) {
            switchNow();
        } else {
            source.awaitSwitch();
            upstream.keepRoom(); // others may wait for what this one holds meanwhile
            exchange.request().onContinue(); // or a client that waits for it would never send the rest
        }
    }

    private void switchNow() {
        upstream.letGoOfRoom();
        asked.forgetUpgradeOffer();
        exchange.attempts().onResponseHead(source.status());
        final int framesFrom = source.isWebSocket() ? source.bodyStart() : NO_FRAMES;
        final int start = edit.rewriteSwitch(exchange, upstream.backend());
        bytes.setUnsent(start, bytes.readEnd());
        source.endSwitch();
        writer.beginFinal();
        exchange.becomeTunnel(framesFrom);
    }

    /**
     * The upstream has the whole request. Protocols change between messages, not within one (RFC 9110 §7.8): a 101 that
     * came before is passed on now, and what stands behind the request belongs to the tunnel.
     */
    void onRequestSent() {
        if (source.isSwitchDue()) {
            switchNow();
        }
    }

    private void passFinal() {
        final int status = source.status();
        exchange.attempts().onResponseHead(status);
        if (exchange.attempts().retryOnStatus(status)) {
            return;
        }
        if (status >= ERROR && isIntercepted(status)) {
            final byte[] lines = KeptLines.of(source.head(), bytes.buffer());
            exchange.attempts().giveUpResponse();
            exchange.ending().intercept(status, lines);
            return;
        }
        final Delivery delivery =
                asked.deliver(source.bodyBytes(), exchange.ending().mayKeepClient());
        writer.deliver(delivery);
        final boolean knowsChunks = asked.knowsChunks();
        final int bodyBytes = bytes.readEnd() - source.bodyStart();
        final int start = edit.rewriteFinal(
                exchange,
                upstream.backend(),
                delivery,
                knowsChunks,
                asked.isHttp10(),
                delivery.isInChunks() ? ResponseWriter.sizeLineBytes(bodyBytes) : 0);
        if (start == ResponseHeadEdit.NO_ROOM) {
            flow.malformed(Fault.HEAD_TOO_LARGE);
        } else if (source.readFirstOfBody(!knowsChunks) == ResponseEvent.MALFORMED) {
            flow.malformed(source.fault());
        } else {
            writer.wrap();
            bytes.setUnsent(start, bytes.sendEnd());
            writer.beginFinal();
            exchange.request().forgetReplay();
            flow.pump();
        }
    }

    /** Who has logged in on a connection must see each of its answers. */
    private boolean isIntercepted(int status) {
        return errors != null
                && !upstream.isTied()
                && errors.intercepts(
                        exchange.request().route(), exchange.selector().pool().index(), status);
    }
}
