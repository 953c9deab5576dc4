package weir.config.section;

import java.util.List;
import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.Quantity;
import weir.config.value.Quoted;
import weir.config.value.SecretFile;
import weir.config.value.SecretText;
import weir.config.value.Text;
import weir.config.value.Units;
import weir.model.BalanceKey;
import weir.model.Secret;
import weir.model.Sticky;
import weir.model.StickyCookie;
import weir.model.StickyCookie.SameSite;

/** {@code pools.<name>.sticky}. */
final class StickySection extends SectionType<Sticky> {
    private static final StickyCookie FALLBACK = StickyCookie.named("-");
    private static final String MODES = "one of cookie, source: true and header";

    /** The names of cookies (RFC 6265 §4.1.1) and of headers are tokens. */
    private static final Text TOKEN = new Text(StickyCookie.TOKEN);

    private final Key<String> cookie = optional("cookie", TOKEN);
    private final Key<Boolean> source = flag("source");
    private final Key<String> header = optional("header", TOKEN);
    private final Key<Secret> secret = optional("secret", new SecretText());
    private final Key<Secret> secretFile = optional("secret-file", new SecretFile());
    private final Key<String> path = optional("path", new Text(StickyCookie.PATH), FALLBACK.path());
    private final Key<String> domain = optional("domain", new Text(StickyCookie.DOMAIN));
    private final Key<Boolean> secure = flag("secure", FALLBACK.secure());
    private final Key<Boolean> httpOnly = flag("http-only", FALLBACK.httpOnly());
    private final Key<SameSite> sameSite =
            optional("same-site", new EnumValue<>(SameSite.values(), SameSite::word), FALLBACK.sameSite());
    private final Key<Long> maxAge =
            optional(StickyCookie.MAX_AGE_RANGE.key(), new Quantity(Units.DURATION, StickyCookie.MAX_AGE_RANGE));
    private final Key<Boolean> partitioned = flag("partitioned", FALLBACK.partitioned());
    private final Key<Boolean> marksPrivate = flag("private", FALLBACK.marksPrivate());

    @Override
    Sticky build(Section section) {
        final String name = section.get(cookie);
        final boolean bySource = section.get(source);
        final String field = section.get(header);
        final StickyCookie options = options(section, name == null ? FALLBACK.name() : name);
        if (!hasOneMode(section)) {
            return null;
        }
        if (section.has(cookie)) {
            return name == null || options == null ? null : Sticky.by(options);
        }
        refuseOptions(section);
        if (bySource) {
            return Sticky.by(BalanceKey.SOURCE);
        }
        return field == null ? null : Sticky.by(new BalanceKey(BalanceKey.Kind.HEADER, field));
    }

    /** What is badly written counts too, as it has been told of already. */
    private boolean hasOneMode(Section section) {
        final boolean hasSource =
                section.has(source) && !"false".equals(section.at(source).text());
        final int count = (section.has(cookie) ? 1 : 0) + (hasSource ? 1 : 0) + (section.has(header) ? 1 : 0);
        if (count != 1) {
            section.location().refuse(count == 0 ? "none of them" : count + " of them", MODES);
        }
        return count == 1;
    }

    /** Null after a problem. */
    private StickyCookie options(Section section, String name) {
        final Secret text = section.get(secret);
        final Secret file = section.get(secretFile);
        final boolean isSecure = section.get(secure);
        final SameSite site = section.get(sameSite);
        final String path = section.get(this.path);
        final String domain = section.get(this.domain);
        final boolean isHttpOnly = section.get(httpOnly);
        final Long maxAgeMs = section.get(maxAge);
        final boolean isPartitioned = section.get(partitioned);
        final boolean isPrivate = section.get(marksPrivate);
        if (section.has(secret) && section.has(secretFile)) {
            section.at(secretFile).refuse("secret-file and secret", "one of them");
        }
        if (section.isBad(secure)) {
            return null;
        }
        if (site == SameSite.NONE && !isSecure) {
            section.at(sameSite).refuse("none without secure: true", "none with it, as browsers ask for");
            return null;
        }
        if (isPartitioned && !isSecure) {
            section.at(partitioned).refuse("true without secure: true", "true with it, as browsers ask for");
            return null;
        }
        if (!section.isBad(this.path) && !section.isBad(this.domain)) {
            refusePrefix(section, name, isSecure, path.equals("/") && domain == null);
        }
        return new StickyCookie(
                name,
                text == null ? file : text,
                path,
                domain,
                isSecure,
                isHttpOnly,
                site,
                maxAgeMs == null ? StickyCookie.SESSION : (maxAgeMs + 999) / 1_000,
                isPartitioned,
                isPrivate);
    }

    /** Browsers forget a cookie at once whose name promises what its attributes do not keep (RFC 6265bis §4.1.3). */
    private void refusePrefix(Section section, String name, boolean isSecure, boolean isForHost) {
        if (name.startsWith("__Secure-") && !isSecure) {
            section.at(cookie).refuse(Quoted.text(name) + " without secure: true", "__Secure- with it");
        } else if (name.startsWith("__Host-") && !(isSecure && isForHost)) {
            section.at(cookie)
                    .refuse(
                            Quoted.text(name) + " without secure: true, or with a path or domain",
                            "__Host- with secure: true, path: / and no domain");
        }
    }

    private void refuseOptions(Section section) {
        for (Key<?> key : List.of(
                secret, secretFile, path, domain, secure, httpOnly, sameSite, maxAge, partitioned, marksPrivate)) {
            if (section.has(key)) {
                section.at(key).refuse(key.name() + " without cookie", "it with cookie only");
            }
        }
    }
}
