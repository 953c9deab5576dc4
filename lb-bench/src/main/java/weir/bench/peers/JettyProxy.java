package weir.bench.peers;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty's reverse ProxyHandler with one selector on each side; its threads are as many as it needs. */
public final class JettyProxy {
    private static final int THREADS_MAX = 16;
    private static final int CONNECTIONS = 2_048;
    private static final int BACKLOG = 4_096;
    private static final long IDLE_MS = 3_600_000;

    private JettyProxy() {}

    public static void main(String[] args) throws Exception {
        final Address address = Address.parse(args);
        final Server server = new Server(new QueuedThreadPool(THREADS_MAX));
        final HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        final ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(address.listenPort());
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(IDLE_MS);
        server.addConnector(connector);
        server.setHandler(new ToOrigin(address));
        server.start();
    }

    /** All paths to the one origin. */
    private static final class ToOrigin extends ProxyHandler.Reverse {
        ToOrigin(Address address) {
            super(request -> HttpURI.build(request.getHttpURI())
                    .scheme("http")
                    .host(address.originHost())
                    .port(address.originPort())
                    .asImmutable());
        }

        @Override
        protected HttpClient newHttpClient() {
            final ClientConnector connector = new ClientConnector();
            connector.setSelectors(1);
            final HttpClient client = new HttpClient(new HttpClientTransportDynamic(connector));
            client.setMaxConnectionsPerDestination(CONNECTIONS);
            client.setIdleTimeout(IDLE_MS);
            return client;
        }
    }
}
