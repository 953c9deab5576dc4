package weir.model;

import java.util.Set;
import weir.http.Tolerance;

/**
 * How HTTP is spoken with one side, where that is not for the RFCs alone to say.
 *
 * @param accept what of that side's is put up with although the grammar forbids it
 * @param addsVia requests get a Via line (RFC 9110 §7.6.3); they do when neither their listener nor their pool says
 *     otherwise
 */
public record Dialect(Set<Tolerance> accept, boolean addsVia) {
    public static final Range ACCEPT_RANGE = new Range("accept", 0, Tolerance.values().length);

    /** Strict. */
    public static final Dialect OF_CLIENTS = new Dialect(Set.of(), true);
    /** Strict but for what many servers do, and nobody can read differently once it is removed. */
    public static final Dialect OF_BACKENDS = new Dialect(Set.of(Tolerance.PADDED_CHUNK_SIZE), true);

    public Dialect {
        accept = Given.set("accept", accept);
    }

    public Dialect withAccept(Tolerance... tolerances) {
        return new Dialect(Set.of(tolerances), addsVia);
    }

    public Dialect withoutVia() {
        return new Dialect(accept, false);
    }
}
