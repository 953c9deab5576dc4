package weir.model;

/**
 * By what a pool's clients are led to the same backend again: a cookie, or a key of the request. One of them is null.
 *
 * @param key that the client's requests have in common: its address, or a header
 */
public record Sticky(StickyCookie cookie, BalanceKey key) {
    public Sticky {
        if ((cookie == null) == (key == null)) {
            throw new IllegalArgumentException("sticky: a cookie or a key");
        }
    }

    public static Sticky by(StickyCookie cookie) {
        return new Sticky(cookie, null);
    }

    public static Sticky by(BalanceKey key) {
        return new Sticky(null, key);
    }
}
