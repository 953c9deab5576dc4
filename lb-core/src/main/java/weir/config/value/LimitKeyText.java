package weir.config.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.model.LimitKey;
import weir.model.LimitKey.Kind;

/** Whose requests are counted together: {@code client}, {@code client/24/56}, {@code header:X-Api-Key}. */
public final class LimitKeyText implements ValueType<LimitKey> {
    /** A token (RFC 9110 §5.6.2), which is also what a cookie's name is. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");

    private static final Pattern NETWORK = Pattern.compile("client/([1-9][0-9]?)(?:/([1-9][0-9]{0,2}))?");

    @Override
    public LimitKey read(Location location) {
        final String text = location.text() == null ? "" : location.text();
        final Matcher network = NETWORK.matcher(text);
        if (network.matches()) {
            final int ipv4 = Integer.parseInt(network.group(1));
            final int ipv6 = network.group(2) == null ? LimitKey.IPV6_BITS : Integer.parseInt(network.group(2));
            return ipv4 > 32 || ipv6 > 128 ? location.refuse(accepted()) : LimitKey.client(ipv4, ipv6);
        }
        final int colon = text.indexOf(':');
        final String word = colon < 0 ? text : text.substring(0, colon);
        final String name = colon < 0 ? null : text.substring(colon + 1);
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(word) && isName(kind, name)) {
                final LimitKey key = LimitKey.of(kind, name);
                return key.isClaimed()
                        ? location.refuse(
                                "the field " + name + ", which any client can claim",
                                "client for where a request comes from, or another field")
                        : key;
            }
        }
        return location.refuse(accepted());
    }

    private static boolean isName(Kind kind, String name) {
        return kind.isNamed() ? name != null && NAME.matcher(name).matches() : name == null;
    }

    @Override
    public String accepted() {
        return "client, client/BITS or client/BITS/BITS of IPv4 and IPv6, header:NAME, cookie:NAME, path, host, route"
                + " or all";
    }
}
