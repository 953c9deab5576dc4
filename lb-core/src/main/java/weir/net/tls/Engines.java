package weir.net.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;

/** Where a transport's engine comes from. Any thread. */
public interface Engines {
    /**
     * An engine that is ready for its handshake, in server or in client mode.
     *
     * @throws IOException when the process lacks what one needs, as {@link weir.net.LocalExhaustion#of} tells from the
     *     message
     */
    SSLEngine newEngine() throws IOException;

    /**
     * Tells which name is asked for by the client whose handshake this thread is about to take a step further; null =
     * none, or not known yet. Engines read names by the JDK's rules, which refuse some that are in use. In server mode
     * only.
     */
    default void onStepFor(String serverName) {}

    /**
     * The engine is not used any more; some hold memory and descriptors that no garbage collector sees. It has no say
     * in this: what it would still send is lost.
     *
     * @param scratch empty, with room for the largest record; what is in it afterwards is of no use
     */
    void release(SSLEngine engine, ByteBuffer scratch);
}
