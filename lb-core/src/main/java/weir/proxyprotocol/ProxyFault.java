package weir.proxyprotocol;

/** What is wrong with the first bytes of a connection that should begin with a PROXY header. */
public enum ProxyFault {
    /** They are no header at all: the peer does not speak the protocol. */
    MISSING,
    MALFORMED,
    TOO_LONG,
    /** Its checksum is that of other bytes (§2.2.3). */
    BAD_CHECKSUM
}
