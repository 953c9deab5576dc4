package weir.net;

/**
 * What this machine, and not the peer, may lack when a connection is to be opened. The JDK passes the system's words on
 * as the message of an exception; there is no other way to tell these apart.
 */
public enum LocalExhaustion {
    NONE,
    /** EMFILE, ENFILE. */
    DESCRIPTORS,
    /** EADDRNOTAVAIL: every local port towards that address is taken. */
    PORTS,
    /** ENOBUFS, ENOMEM: the kernel has none for another socket. */
    MEMORY;

    /** @param message of an {@link java.io.IOException}; may be null */
    public static LocalExhaustion of(String message) {
        if (message == null) {
            return NONE;
        }
        if (message.contains("Too many open files")) {
            return DESCRIPTORS;
        }
        if (message.contains("No buffer space available") || message.contains("Cannot allocate memory")) {
            return MEMORY;
        }
        return message.contains("Cannot assign requested address") ? PORTS : NONE;
    }
}
