package weir.model;

import weir.proxyprotocol.ProxyVersion;

/**
 * How connections to backends are made and kept.
 *
 * @param host what the Host field says there: the client's own when null, else this literal
 * @param keepAlive which of them wait for another request
 * @param sendProxy how the PROXY header to backends is written; null = none is sent
 * @param tls how backends are spoken to with TLS; null = without
 */
public record UpstreamPolicy(String host, KeepAlive keepAlive, ProxyVersion sendProxy, BackendTls tls) {
    UpstreamPolicy withSendProxy(ProxyVersion sendProxy) {
        return new UpstreamPolicy(host, keepAlive, sendProxy, tls);
    }

    UpstreamPolicy withTls(BackendTls tls) {
        return new UpstreamPolicy(host, keepAlive, sendProxy, tls);
    }
}
