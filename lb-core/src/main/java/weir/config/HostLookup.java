package weir.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name service, replaced in tests. */
interface HostLookup {
    InetAddress find(String host) throws UnknownHostException;
}
