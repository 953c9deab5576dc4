package weir.net.tls;

import javax.net.ssl.SSLEngine;

/** Where a transport's engine comes from. Any thread. */
public interface Engines {
    /** An engine that is ready for its handshake, in server or in client mode. */
    SSLEngine newEngine();

    /** The engine is not used any more; some hold memory that no garbage collector sees. */
    void release(SSLEngine engine);
}
