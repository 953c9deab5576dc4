package weir.upstream;

import java.nio.ByteBuffer;
import weir.model.ClientAddress;
import weir.net.ConnectionFacts;
import weir.net.Transport;
import weir.proxyprotocol.ProxyHeader;
import weir.proxyprotocol.ProxyHeaderWriter;
import weir.proxyprotocol.ProxyVersion;

/**
 * What a new connection to a backend begins with, where the backend wants to be told whose it is. Such a connection is
 * that client's alone, because the backend takes all that comes on it for the client's.
 *
 * @param client whose connection to Weir it is
 * @param header what of the PROXY header is still to be sent
 */
record ProxyGreeting(Transport client, ByteBuffer header) {
    static ProxyGreeting of(ProxyVersion version, Transport client) {
        final ConnectionFacts facts = client.facts();
        final ProxyHeader told = facts.proxyHeader();
        return new ProxyGreeting(
                client,
                ProxyHeaderWriter.of(
                        version,
                        ClientAddress.internet(facts.remoteAddress()),
                        ClientAddress.internet(facts.localAddress()),
                        told == null ? null : told.extensions()));
    }
}
