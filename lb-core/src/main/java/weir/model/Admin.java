package weir.model;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where operators ask how Weir does, and tell it what to do.
 *
 * @param bind address and port; port 0 lets the system choose; null = there is no admin API
 * @param token what a caller must show; null = nothing, which only a loopback address may have
 * @param hosts names, beside localhost and the bound one, by which callers may reach it: a browser can be led to any
 *     address under a foreign name
 */
public record Admin(InetSocketAddress bind, Token token, List<String> hosts) {
    public static final Range HOSTS_RANGE = new Range("hosts", 0, 100);
    public static final Admin NONE = new Admin(null, null, List.of());

    public Admin {
        hosts = Given.list("admin.hosts", hosts);
        HOSTS_RANGE.check(hosts.size());
        Given.check(bind == null || !bind.isUnresolved(), "admin.bind", bind, "an address, or a name that resolves");
        if (bind != null && token == null && !bind.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("token: none, needed unless bind is a loopback address");
        }
    }

    public boolean isOn() {
        return bind != null;
    }
}
