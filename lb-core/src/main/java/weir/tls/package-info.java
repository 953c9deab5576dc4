/**
 * Keys, certificates, and the engines that are made with them. Reads PEM files, chooses a certificate by the name that a client asks for, and exchanges
 * certificates while connections go on.
 *
 * <p>May import {@code weir.model} and {@code weir.net.tls}. No sockets. Start at {@link weir.tls.ServerEngines}.
 */
package weir.tls;
