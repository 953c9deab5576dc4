package weir.snapshot;

/** The door through which control hands a new snapshot to those who go by it. Any thread. */
public interface SnapshotPort {
    /**
     * Posts it and returns at once. Absolute: an older one that comes later is ignored.
     *
     * @return false when the mailbox is full: say it again later
     */
    boolean offer(Snapshot snapshot);

    /**
     * Of the snapshot that is gone by. What happens after this has answered with a generation happens by it or a later
     * one.
     */
    long generation();
}
