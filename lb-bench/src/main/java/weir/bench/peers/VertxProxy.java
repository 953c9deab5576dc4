package weir.bench.peers;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.HttpProxy;

/** Vert.x's HttpProxy on one event loop, with the native transport. */
public final class VertxProxy {
    private static final int CONNECTIONS = 2_048;
    private static final int BACKLOG = 4_096;

    private VertxProxy() {}

    public static void main(String[] args) {
        final Address address = Address.parse(args);
        final Vertx vertx =
                Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        final HttpProxy proxy = HttpProxy.reverseProxy(vertx.createHttpClient(
                new HttpClientOptions().setKeepAliveTimeout(3_600), new PoolOptions().setHttp1MaxSize(CONNECTIONS)));
        proxy.origin(address.originPort(), address.originHost());
        vertx.createHttpServer(new HttpServerOptions().setAcceptBacklog(BACKLOG))
                .requestHandler(proxy)
                .listen(address.listenPort(), "127.0.0.1")
                .onFailure(e -> {
                    System.err.println(e);
                    System.exit(1);
                });
    }
}
