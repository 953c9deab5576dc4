package weir.model;

/**
 * A backend that an operator adds while Weir runs. Its address is kept as it was written, so that a name is resolved
 * anew with each start.
 *
 * @param id unique within its pool
 * @param address {@code host:port}, as in the configuration
 * @param weight as in {@link Backend}
 * @param connectionsMax as in {@link Backend}
 * @param isBackup as in {@link Backend}
 */
public record AddedBackend(String id, String address, double weight, int connectionsMax, boolean isBackup) {
    public AddedBackend {
        Given.one("backend.id", id);
        Given.one("backend.address", address);
        Backend.checkWeight(weight);
        if (connectionsMax != Backend.UNLIMITED) {
            Backend.CONNECTIONS_RANGE.check(connectionsMax);
        }
    }

    /** With the address for an id, and everything else as usual. */
    public AddedBackend(String address) {
        this(address, address, Backend.WEIGHT, Backend.UNLIMITED, false);
    }
}
