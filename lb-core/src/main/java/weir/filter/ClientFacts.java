package weir.filter;

/** What is known of a client by its connection, the same for all of its requests. Thread: owning loop only. */
public interface ClientFacts {
    ForwardedFields forwarded();

    /** See {@link ClientCertificateField}; null = there is nothing to be told. */
    byte[] certificateLine();

    /** A whole Host line that names what this client connected to, for requests that name nothing. */
    byte[] ownAuthorityLine();

    /** Made for the first request that asks, for all of them. */
    ClientText text();
}
