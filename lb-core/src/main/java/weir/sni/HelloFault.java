package weir.sni;

/** What is wrong with the first bytes of a connection that should begin with a ClientHello. */
public enum HelloFault {
    /** They are no TLS handshake; that of SSL 2 is none either. */
    NOT_TLS,
    MALFORMED,
    TOO_LARGE
}
