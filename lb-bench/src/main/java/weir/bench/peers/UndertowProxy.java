package weir.bench.peers;

import io.undertow.Undertow;
import io.undertow.server.handlers.ResponseCodeHandler;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.net.URI;

/** Undertow's ProxyHandler with one I/O thread, which does the work. */
public final class UndertowProxy {
    private static final int CONNECTIONS_PER_THREAD = 2_048;

    private UndertowProxy() {}

    public static void main(String[] args) {
        final Address address = Address.parse(args);
        final LoadBalancingProxyClient client =
                new LoadBalancingProxyClient().setConnectionsPerThread(CONNECTIONS_PER_THREAD);
        client.addHost(URI.create("http://" + address.originHost() + ":" + address.originPort()));
        final ProxyHandler proxy = ProxyHandler.builder()
                .setProxyClient(client)
                .setNext(ResponseCodeHandler.HANDLE_404)
                .build();
        Undertow.builder()
                .addHttpListener(address.listenPort(), "127.0.0.1")
                .setIoThreads(1)
                .setWorkerThreads(1)
                .setHandler(proxy)
                .build()
                .start();
    }
}
