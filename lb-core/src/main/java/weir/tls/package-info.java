/**
 * The engines that are made with keys and certificates. Chooses a certificate by the name that a client asks for, and
 * exchanges certificates while connections go on.
 *
 * <p>May import {@code weir.model}, {@code weir.pki}, {@code weir.net.tls} and Conscrypt. No sockets. Start at
 * {@link weir.tls.ServerEngines}.
 */
package weir.tls;
