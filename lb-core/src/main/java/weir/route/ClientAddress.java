package weir.route;

import java.nio.ByteBuffer;
import weir.http.HeadView;

/** Whose request it is. Asked only where a route goes by that. Thread: owning loop only. */
public interface ClientAddress {
    /**
     * As far as it can be believed: who has connected, or whom a trusted proxy names.
     *
     * @param out room for 16 bytes
     * @return length of the address: 4 or 16; 1 for a Unix socket; 0 when it is unknown
     */
    int client(HeadView head, ByteBuffer in, byte[] out);

    /**
     * The same, but unknown where a trusted proxy's own address would stand in for a client that the proxy does not
     * name: nobody gets what is for that proxy by being passed on by it.
     */
    default int routedClient(HeadView head, ByteBuffer in, byte[] out) {
        return client(head, in, out);
    }
}
