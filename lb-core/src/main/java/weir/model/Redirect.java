package weir.model;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.template.InvalidTemplateException;
import weir.template.Moment;
import weir.template.Template;

/**
 * They get another URL to ask for.
 *
 * @param target a template: with scheme and host, or a path on the same host. Of placeholders only {@code {host}} is in
 *     the authority, and what follows that begins like a path: no value can become part of it
 */
public record Redirect(int status, String target) implements RouteAction {
    public static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    /** Browsers ask again each time, so that a mistake is not kept (RFC 9110 §15.4.3). */
    public static final int STATUS = 302;

    private static final String ORIGIN =
            "https?://(?:(?:[A-Za-z0-9._-]|\\{host})+|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?";
    private static final String PATH = "\\{path}|\\{path_and_query}";
    private static final String REST = "[!-~&&[^\"<>\\\\^`|]]*";
    public static final Form TARGET = new Form(
            "(?=.{1,2048}$)(?!.*\\{\\{)(?:" + ORIGIN + "(?:(?:[/?#]|" + PATH + ")" + REST + ")?|(?:/(?!/)|" + PATH + ")"
                    + REST + ")",
            "a path, or http:// or https:// with a host, then a path, as in https://{host}{path_and_query}");
    private static final Pattern BEGINNING = Pattern.compile(ORIGIN);

    public Redirect {
        Given.check(STATUSES.contains(status), "route.status", status, "301, 302, 303, 307 or 308");
        Given.text("route.redirect", target, TARGET);
        try {
            Given.check(
                    Template.of(target).unknownAt(Moment.REQUEST) == null,
                    "route.redirect",
                    target,
                    "of what is known when a request comes");
        } catch (InvalidTemplateException e) {
            throw Given.refusal("route.redirect", e.found(), e.accepted());
        }
    }

    @Override
    public List<Integer> pools() {
        return List.of();
    }

    /** Scheme, host and port, as a template; empty when it is a path on the same host. */
    public String origin() {
        return target.substring(0, originEnd());
    }

    /** What is behind that. */
    public String place() {
        return target.substring(originEnd());
    }

    private int originEnd() {
        final Matcher matcher = BEGINNING.matcher(target);
        return matcher.lookingAt() ? matcher.end() : 0;
    }
}
