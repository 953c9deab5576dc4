package weir.filter;

/**
 * A client over a plain connection.
 *
 * @param ownAuthorityLine null = the target and Host are what they are
 */
record KnownClient(ForwardedFields forwarded, byte[] ownAuthorityLine) implements ClientFacts {
    @Override
    public byte[] certificateLine() {
        return null;
    }

    @Override
    public ClientText text() {
        return null;
    }
}
