package weir.model;

import weir.proxyprotocol.ProxyVersion;

/**
 * How connections to backends are made and kept.
 *
 * @param host what the Host field says there: the client's own when null, else this literal
 * @param keepAlive which of them wait for another request
 * @param sendProxy how backends are told by a PROXY header whose connection they get; null = not at all
 * @param tls how backends are spoken to with TLS; null = without
 */
public record Upstream(String host, KeepAlive keepAlive, ProxyVersion sendProxy, BackendTls tls) {
    Upstream withSendProxy(ProxyVersion sendProxy) {
        return new Upstream(host, keepAlive, sendProxy, tls);
    }

    Upstream withTls(BackendTls tls) {
        return new Upstream(host, keepAlive, sendProxy, tls);
    }
}
