package weir.config.value;

import java.util.regex.Pattern;
import weir.model.BalanceKey;

/** What of a request is hashed: {@code source}, {@code header:X-User}. */
public final class HashKeyText implements ValueType<BalanceKey> {
    /** A token (RFC 9110 §5.6.2), which is also what a cookie's name is; parameters are often no more. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");

    @Override
    public BalanceKey read(Location location) {
        final String text = location.text() == null ? "" : location.text();
        final int colon = text.indexOf(':');
        final String word = colon < 0 ? text : text.substring(0, colon);
        final String name = colon < 0 ? null : text.substring(colon + 1);
        for (BalanceKey.Kind kind : BalanceKey.Kind.values()) {
            if (kind.word().equals(word) && kind != BalanceKey.Kind.NETWORK && isName(kind, name)) {
                return new BalanceKey(kind, name);
            }
        }
        return location.refuse(accepted());
    }

    private static boolean isName(BalanceKey.Kind kind, String name) {
        return kind.isNamed() ? name != null && NAME.matcher(name).matches() : name == null;
    }

    @Override
    public String accepted() {
        return "source, header:NAME, cookie:NAME, uri, path or query:NAME";
    }
}
