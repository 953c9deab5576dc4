package weir.model;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * One service on a host.
 *
 * @param id unique within its pool and stable over reloads; {@code host:port} as written unless the file says otherwise
 * @param address resolved address and port, or a Unix socket
 * @param weight share of the requests relative to the other backends; 0 = no new ones
 * @param connectionsMax exchanges that it may have in flight, over all loops; more wait in the pool's line
 * @param isBackup gets requests only when no other backend of the pool can
 * @param publicUrl scheme and authority by which clients reach it themselves, without a slash at the end; null = its
 *     address, by http, or by https where its pool has TLS
 * @param checkAddress where it is checked; null = as its pool says
 */
public record Backend(
        String id,
        SocketAddress address,
        double weight,
        int connectionsMax,
        boolean isBackup,
        String publicUrl,
        SocketAddress checkAddress) {
    private static final Form ID = new Form("\\P{Cntrl}{1,512}", "1 to 512 characters, none of them a control");
    public static final double WEIGHT = 1;
    public static final double WEIGHT_MAX = 256;
    public static final int UNLIMITED = Integer.MAX_VALUE;
    /** Clients are sent there with their own path behind it, so it has none, and nothing in it can end a line. */
    public static final String PUBLIC_URL = "https?://([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?";
    /** Stands in a pool's list where a backend was removed, so that the others keep their indexes; gets nothing. */
    public static final Backend VACANT =
            new Backend("(vacant)", InetSocketAddress.createUnresolved("vacant", 1), 0, Integer.MAX_VALUE);

    public static final Range CONNECTIONS_RANGE = new Range("max-connections", 1, 1_000_000);

    public Backend {
        Given.text("backend.id", id, ID);
        if (address == null) {
            throw Given.refusal("backend " + id + ": address", null, "given");
        } else if (address instanceof InetSocketAddress internet && internet.getPort() == 0) {
            throw Given.refusal("backend " + id + ": address", address, "one with a port from 1 to 65535");
        }
        checkWeight(weight);
        if (connectionsMax != UNLIMITED) {
            CONNECTIONS_RANGE.check(connectionsMax);
        }
        if (publicUrl != null && !publicUrl.matches(PUBLIC_URL)) {
            throw new IllegalArgumentException("public-url: must be http:// or https://, a host, and a port or none");
        }
    }

    /** Checked where its pool says. */
    public Backend(
            String id, SocketAddress address, double weight, int connectionsMax, boolean isBackup, String publicUrl) {
        this(id, address, weight, connectionsMax, isBackup, publicUrl, null);
    }

    /** Without a public URL. */
    public Backend(String id, SocketAddress address, double weight, int connectionsMax, boolean isBackup) {
        this(id, address, weight, connectionsMax, isBackup, null);
    }

    /** No backup. */
    public Backend(String id, SocketAddress address, double weight, int connectionsMax) {
        this(id, address, weight, connectionsMax, false);
    }

    public Backend(String id, SocketAddress address) {
        this(id, address, WEIGHT, UNLIMITED);
    }

    public static void checkWeight(double weight) {
        if (!(weight >= 0 && weight <= WEIGHT_MAX)) { // so that it refuses what is no number, too
            throw new IllegalArgumentException("weight: " + weight + ", must be 0.." + WEIGHT_MAX);
        }
    }

    /** Nobody: see {@link #VACANT}. */
    public boolean isVacant() {
        return this == VACANT;
    }

    /** Host and port, a name as it is written, or the path of a Unix socket; for people, and to know it again. */
    public String addressText() {
        return AddressText.asWritten(address);
    }

    public Backend withWeight(double weight) {
        return new Backend(id, address, weight, connectionsMax, isBackup, publicUrl, checkAddress);
    }

    public Backend withBackup(boolean isBackup) {
        return new Backend(id, address, weight, connectionsMax, isBackup, publicUrl, checkAddress);
    }

    public Backend withCheckAddress(SocketAddress checkAddress) {
        return new Backend(id, address, weight, connectionsMax, isBackup, publicUrl, checkAddress);
    }

    public Backend withPublicUrl(String publicUrl) {
        return new Backend(id, address, weight, connectionsMax, isBackup, publicUrl, checkAddress);
    }
}
