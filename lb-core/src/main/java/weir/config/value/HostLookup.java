package weir.config.value;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name service, replaced in tests. */
public interface HostLookup {
    InetAddress find(String host) throws UnknownHostException;
}
