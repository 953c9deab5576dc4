package weir.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import weir.proxyprotocol.ProxyHeader;

final class ConnectionFactsTest {
    private static final InetSocketAddress PROXY = new InetSocketAddress("127.0.0.2", 1000);
    private static final InetSocketAddress WEIR = new InetSocketAddress("127.0.0.1", 80);
    private static final ConnectionFacts PLAIN = new ConnectionFacts(PROXY, WEIR);

    private static ProxyHeader header(ProxyHeader.Kind kind, InetSocketAddress client, InetSocketAddress server) {
        return new ProxyHeader(kind, client, server, new byte[0]);
    }

    @Test
    void standsUnderTheAddressesThatAProxyHasNamed() {
        final InetSocketAddress client = new InetSocketAddress("192.0.2.1", 2000);
        final InetSocketAddress server = new InetSocketAddress("192.0.2.2", 443);
        final ProxyHeader header = header(ProxyHeader.Kind.NAMED, client, server);
        final ConnectionFacts facts = PLAIN.toldBy(header);
        assertSame(client, facts.remoteAddress());
        assertSame(server, facts.localAddress());
        assertSame(header, facts.proxyHeader());
        assertFalse(facts.isSecured());
    }

    @Test
    void hasNoAddressOfAClientThatCameByAUnixSocket() {
        final ConnectionFacts facts = PLAIN.toldBy(header(ProxyHeader.Kind.UNIX, null, null));
        assertInstanceOf(UnixDomainSocketAddress.class, facts.remoteAddress());
        assertInstanceOf(UnixDomainSocketAddress.class, facts.localAddress());
    }

    @Test
    void staysWhatItIsWhenAProxySpeaksForItself() {
        final ConnectionFacts facts = PLAIN.toldBy(header(ProxyHeader.Kind.UNNAMED, null, null));
        assertEquals(PROXY, facts.remoteAddress());
        assertEquals(WEIR, facts.localAddress());
    }
}
