package weir.model;

import java.net.InetSocketAddress;

/**
 * One service on a host.
 *
 * @param id unique within its pool and stable over reloads; {@code host:port} as written unless the file says otherwise
 * @param address resolved address and port
 */
public record Backend(String id, InetSocketAddress address) {}
