package weir.exchange;

import java.nio.ByteBuffer;
import weir.accesslog.AccessRecord;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.accesslog.AccessRing;
import weir.accesslog.AttemptList;
import weir.accesslog.RecordLayout;
import weir.buf.Ascii;
import weir.filter.ForwardedFields;
import weir.filter.RequestId;
import weir.http.Fault;
import weir.http.FieldName;
import weir.http.HeadView;
import weir.model.ExchangeEnd;
import weir.net.EventLoop;
import weir.pool.BackendSelector;
import weir.stats.Counter;
import weir.template.Placeholder;
import weir.template.TemplateOutput;
import weir.template.Values;
import weir.upstream.UpstreamPool;

/**
 * What an exchange notes on its way for its line in the access log. The head's bytes are gone or rewritten when the
 * exchange ends, so they are copied when it is complete. Without an access log every method returns at once.
 *
 * <p>One per exchange, reused with it. Durations come from the loop's clock, which is read once a turn. Thread: owning
 * loop only.
 */
public final class ExchangeLogEntry {
    private static final int ADDRESS_BYTES_MAX = 16;
    private static final byte[] QUEUE = Ascii.bytes("queue;dur=");
    private static final byte[] CONNECT = Ascii.bytes(", connect;dur=");
    private static final byte[] WAIT = Ascii.bytes(", wait;dur=");
    private static final byte[] TOTAL = Ascii.bytes(", total;dur=");

    private final EventLoop loop;
    /** Null when there is no access log. */
    private final AccessRing ring;

    private final AccessRecord record;
    private final byte[] listener;
    private final byte[] address;

    private long beganNs;
    private long headNs;
    private long sendingNs;
    private long waitingNs;
    private long waitedNs;
    private boolean hasHead;
    private UpstreamPool upstreams;
    /** Null where lines do not say them. */
    private final AttemptList attempts;

    private long attemptedNs;
    private boolean isAttempting;

    /** Of what templates may ask for later; null where none has asked so far. */
    private CapturedValues captured;

    /** Null where requests have none. */
    private final RequestId requestId;

    /**
     * @param listener its name
     * @param hasId its requests have an identity
     * @param isAsked templates ask for times, the backend, or what stood in the head
     */
    ExchangeLogEntry(LoopView view, byte[] listener, boolean hasId, boolean isAsked) {
        loop = view.loop();
        ring = view.accessLog();
        record = ring != null ? new AccessRecord(ring.layout()) : isAsked ? new AccessRecord() : null;
        address = ring == null ? null : new byte[ADDRESS_BYTES_MAX];
        this.listener = listener;
        requestId = hasId ? new RequestId() : null;
        attempts = ring != null && ring.layout().hasAttempts() ? new AttemptList() : null;
    }

    /** The first byte of a request has come, or the exchange before it is over. */
    void begin() {
        if (record != null) {
            record.clear();
            beganNs = loop.nowNs();
            hasHead = false;
            waitedNs = 0;
            upstreams = null;
            if (attempts != null) {
                attempts.clear();
                isAttempting = false;
            }
            if (requestId != null) {
                requestId.clear();
            }
            if (captured != null) {
                captured.clear();
            }
        }
    }

    /** The head is complete, understood or not, and still as it came. */
    public void onHead(HeadView head, ByteBuffer in, ForwardedFields forwarded) {
        if (record != null) {
            headNs = loop.nowNs();
            setPhase(Value.HEAD_US, beganNs);
        }
        if (ring != null) {
            hasHead = true;
            noteTarget(head, in);
            final int host = head.indexOf(FieldName.HOST);
            if (host >= 0) {
                record.set(Text.HOST, in, head.valueStart(host), head.valueEnd(host));
            }
            record.set(Text.CLIENT, address, forwarded.client(head, in, address));
            for (int i = 0; i < record.layout().fieldCount(); i++) {
                if (record.layout().placeholder(i) == Placeholder.HEADER) {
                    noteField(i, head, in);
                }
            }
        }
    }

    /** The first one of that name, as others would not tell where one ends. */
    private void noteField(int index, HeadView head, ByteBuffer in) {
        final int line = head.indexOf(in, record.layout().name(index), 0);
        if (line >= 0) {
            record.setField(index, in, head.valueStart(line), head.valueEnd(line));
        }
    }

    /** The exchange ends, or fails, before its head is complete; what is there of it may say who it was. */
    public void onPartOfHead(HeadView head, ByteBuffer in, int base, ForwardedFields forwarded) {
        if (ring != null && !hasHead) {
            if (in != null && head != null) {
                head.setBase(base); // what waits may have been moved
                noteTarget(head, in);
            }
            record.set(Text.CLIENT, address, forwarded.peer(address));
        }
    }

    private void noteTarget(HeadView head, ByteBuffer in) {
        if (head.hasTarget()) {
            record.set(Text.METHOD, in, head.methodStart(), head.methodEnd());
            record.set(Text.TARGET, in, head.targetStart(), head.targetEnd());
        }
        if (head.hasVersion()) {
            record.set(Value.VERSION_MINOR, head.versionMinor());
        }
    }

    void onPick(UpstreamPool backend, boolean isReused) {
        if (record != null) {
            upstreams = backend;
            record.set(Value.IS_REUSED, isReused ? 1 : 0);
            attemptedNs = loop.nowNs();
            isAttempting = true;
        }
    }

    /** The attempt has failed, or the exchange is over with it. */
    void onAttemptEnd(ExchangeEnd end) {
        if (attempts != null && isAttempting) {
            isAttempting = false;
            attempts.add(end.ordinal(), (loop.nowNs() - attemptedNs) / 1_000, upstreams.idBytes());
        }
    }

    /** Another backend is asked in place of a response with that status. */
    void onAttemptGivenUp(int status) {
        if (attempts != null) {
            isAttempting = false;
            attempts.addStatus(status, (loop.nowNs() - attemptedNs) / 1_000, upstreams.idBytes());
        }
    }

    /** All backends are full. */
    void onWait() {
        if (record != null) {
            waitingNs = loop.nowNs();
        }
    }

    /** One has room, or the exchange ends. */
    void onWaitOver() {
        if (record != null) {
            waitedNs += loop.nowNs() - waitingNs;
            record.set(Value.QUEUE_US, waitedNs / 1_000);
        }
    }

    /** There is a connection to send the request on. */
    void onConnected() {
        if (record != null) {
            sendingNs = loop.nowNs();
            setPhase(Value.CONNECT_US, headNs + waitedNs);
        }
    }

    /** The first byte of a response has come. */
    public void onResponse() {
        if (record != null) {
            setPhase(Value.RESPONSE_US, sendingNs);
        }
    }

    private void setPhase(Value phase, long sinceNs) {
        record.set(phase, (loop.nowNs() - sinceNs) / 1_000);
    }

    void onFault(Fault fault) {
        if (ring != null) {
            record.set(Value.FAULT, fault.ordinal());
        }
    }

    /** A record goes to the access log. */
    boolean isOn() {
        return ring != null;
    }

    /**
     * What lines ask for beside what each log has, and fields of the request. Called twice: of the head, while it is
     * complete and still there, and of the rest at the end.
     *
     * @param ofHead which of the two
     * @param scratch is used within the call
     */
    void captureFields(boolean ofHead, Values values, TemplateOutput scratch) {
        final RecordLayout layout = record.layout();
        for (int i = 0; i < layout.fieldCount(); i++) {
            final Placeholder placeholder = layout.placeholder(i);
            if (placeholder.isOfRequestHead() == ofHead && placeholder != Placeholder.HEADER) {
                scratch.begin(TemplateOutput.Escaping.NONE).addValue(placeholder, layout.name(i), values);
                if (scratch.count() > 0) {
                    record.setField(i, scratch.bytes(), scratch.count());
                }
            }
        }
    }

    // --- for templates

    /** Null where requests have none. */
    RequestId requestId() {
        return requestId;
    }

    /** The head is complete and still there: what templates will ask for of it is copied. */
    void capture(CapturedValues.Plan plan, Values values, TemplateOutput scratch) {
        if (captured == null) {
            captured = new CapturedValues();
        }
        captured.take(plan, values, scratch);
    }

    /** Nothing was captured where it is null. */
    CapturedValues captured() {
        return captured;
    }

    /** Whom the request has been sent to last; null = nobody, or nothing is noted. */
    UpstreamPool upstreams() {
        return upstreams;
    }

    /** How long the exchange has waited, connected, waited for the response, and lasted; as {@code Server-Timing}. */
    void writeTiming(TemplateOutput out) {
        if (record != null) {
            out.add(QUEUE);
            out.addMillis(Math.max(0, record.get(Value.QUEUE_US)));
            writePhase(CONNECT, record.get(Value.CONNECT_US), out);
            writePhase(WAIT, record.get(Value.RESPONSE_US), out);
            writePhase(TOTAL, (loop.nowNs() - beganNs) / 1_000, out);
        }
    }

    private static void writePhase(byte[] name, long micros, TemplateOutput out) {
        if (micros >= 0) {
            out.add(name);
            out.addMillis(micros);
        }
    }

    /** @param status what the client gets; 0 = nothing */
    void end(ExchangeEnd end, int status, BackendSelector selector, long requestBytes, long responseBytes) {
        record.set(Value.END_NS, loop.nowNs());
        record.set(Value.END, end.ordinal());
        record.set(Value.STATUS, status);
        record.set(Value.RETRIES, selector.retryCount());
        record.set(Value.REQUEST_BYTES, requestBytes);
        record.set(Value.RESPONSE_BYTES, responseBytes);
        setPhase(Value.TOTAL_US, beganNs);
        record.set(Text.LISTENER, listener);
        if (requestId != null) {
            record.set(Text.REQUEST_ID, requestId.bytes(), requestId.count());
        }
        if (selector.isFallback()) {
            record.set(Value.IS_FALLBACK, 1);
        }
        if (selector.pool() != null) {
            record.set(Text.POOL, selector.pool().nameBytes());
        }
        if (upstreams != null) {
            record.set(Text.BACKEND, upstreams.idBytes());
        }
        if (attempts != null) {
            onAttemptEnd(end);
            attempts.putInto(record);
        }
        if (!ring.offer(record)) {
            loop.counters().add(Counter.LOG_DROPS);
        }
    }
}
