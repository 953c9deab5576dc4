/**
 * Keys, certificates, and the engines that are made with them. Reads PEM files, chooses a certificate by the name that a client asks for, and exchanges
 * certificates while connections go on.
 *
 * <p>May import {@code weir.file}, {@code weir.model}, {@code weir.net.tls} and Conscrypt. No sockets. Start at {@link weir.tls.ServerEngines}.
 */
package weir.tls;
