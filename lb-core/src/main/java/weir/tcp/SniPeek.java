package weir.tcp;

import weir.model.ExchangeEnd;
import weir.relay.RelayBuffer;
import weir.route.RouteTable;
import weir.sni.ClientHello;

/**
 * What a connection is waiting for whose route goes by the server that the client asks for. The bytes stay where they
 * are and are the first that the backend gets. Held until the route is known. Thread: owning loop only.
 */
final class SniPeek {
    /** The route is not known yet. */
    static final int UNKNOWN = RouteTable.NONE - 1;

    private final RouteTable routes;
    private final RelayBuffer bytes;
    private final ClientHello hello = new ClientHello();
    private ExchangeEnd refusal;

    SniPeek(RouteTable routes, RelayBuffer bytes) {
        this.routes = routes;
        this.bytes = bytes;
    }

    /** Something may have come. Index of a pool; {@link RouteTable#NONE} after a {@link #refusal}; {@link #UNKNOWN}. */
    int pool() {
        if (bytes.isEmpty()) {
            return UNKNOWN;
        }
        return switch (hello.parse(bytes.buffer(), bytes.sendStart(), bytes.readEnd())) {
            case NEED_MORE -> bytes.room() == 0 ? refuse(ExchangeEnd.TLS_HELLO_TOO_LARGE) : UNKNOWN;
            case COMPLETE -> route();
            case REFUSED ->
                refuse(
                        switch (hello.fault()) {
                            case NOT_TLS -> ExchangeEnd.TLS_HELLO_MISSING;
                            case MALFORMED -> ExchangeEnd.TLS_HELLO_MALFORMED;
                            case TOO_LARGE -> ExchangeEnd.TLS_HELLO_TOO_LARGE;
                        });
        };
    }

    private int route() {
        final int pool = routes.pool(hello.serverName());
        return pool == RouteTable.NONE ? refuse(ExchangeEnd.NO_ROUTE) : pool;
    }

    private int refuse(ExchangeEnd end) {
        refusal = end;
        return RouteTable.NONE;
    }

    ExchangeEnd refusal() {
        return refusal;
    }
}
