package weir.tcp;

import weir.accesslog.AccessRecord;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.buf.Ascii;
import weir.exchange.LoopView;
import weir.model.ExchangeEnd;
import weir.model.Listener;
import weir.net.EventLoop;
import weir.stats.Counter;

/**
 * What the access log gets about a connection, all of it at its end. What there is only in HTTP is absent: method,
 * target, host, version, status. One per listener. Thread: owning loop only.
 */
final class ConnectionLogEntry {
    private final LoopView view;
    private final byte[] listener;
    private final AccessRecord record;

    ConnectionLogEntry(LoopView view, Listener listener) {
        this.view = view;
        this.record = new AccessRecord(view.accessLog().layout());
        this.listener = Ascii.bytes(listener.name());
    }

    void write(TcpConnection connection, ExchangeEnd end) {
        final EventLoop loop = view.loop();
        record.clear();
        record.set(Value.END_NS, loop.nowNs());
        record.set(Value.END, end.ordinal());
        record.set(Value.RETRIES, connection.retries());
        record.set(Value.REQUEST_BYTES, connection.relay().clientBytes());
        record.set(Value.RESPONSE_BYTES, connection.relay().upstreamBytes());
        record.set(Value.TOTAL_US, (loop.nowNs() - connection.openedNs()) / 1_000);
        final long waitedNs = connection.waitedNs();
        if (waitedNs != TcpConnection.NONE) {
            record.set(Value.QUEUE_US, waitedNs / 1_000);
        }
        if (connection.connectedNs() != TcpConnection.NONE) {
            final long sinceOpenNs = connection.connectedNs() - connection.openedNs();
            record.set(Value.CONNECT_US, (sinceOpenNs - Math.max(0, waitedNs)) / 1_000);
        }
        record.set(Text.LISTENER, listener);
        if (connection.pool() != null) {
            record.set(Text.POOL, connection.pool().nameBytes());
        }
        if (connection.isFallback()) {
            record.set(Value.IS_FALLBACK, 1);
        }
        record.set(Text.CLIENT, connection.clientAddress());
        if (connection.upstreams() != null) {
            record.set(Value.IS_REUSED, 0);
            record.set(Text.BACKEND, connection.upstreams().idBytes());
        }
        if (!view.accessLog().offer(record)) {
            loop.counters().add(Counter.LOG_DROPS);
        }
    }
}
