package weir.notify;

import java.time.Instant;
import weir.model.EventKind;

/**
 * Something that has happened to a backend or its pool. Immutable, any thread.
 *
 * @param pool name
 * @param backend id; null when the event is the pool's
 * @param address of the backend, {@code host:port}; null when the event is the pool's
 * @param reason for people
 * @param usable backends of the pool that take new requests after the event
 * @param backends of the pool in all
 */
public record Event(
        EventKind kind,
        Instant time,
        String pool,
        String backend,
        String address,
        String reason,
        int usable,
        int backends) {}
