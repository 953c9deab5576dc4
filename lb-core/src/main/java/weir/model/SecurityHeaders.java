package weir.model;

import java.util.Locale;
import weir.template.Template;

/**
 * Whether responses get the fields that make browsers careful, as far as they are right for nearly every site. They are
 * defaults: what a backend or a rule says of the same field stays.
 *
 * <p>Not among them are those that have to fit what the site does (Content-Security-Policy, Permissions-Policy,
 * Cross-Origin-*), nor Strict-Transport-Security, which is a promise for months and has a key of its own.
 */
public enum SecurityHeaders {
    /** As the level around says. */
    UNSAID,
    OFF,
    ON;

    private static final HeaderRules USUAL = HeaderRules.of(
            line("X-Content-Type-Options", "nosniff"), // a text is no script, whatever it looks like
            line("X-Frame-Options", "SAMEORIGIN"), // no click on a page that another site has put under its own
            line("Referrer-Policy", "strict-origin-when-cross-origin"), // other sites learn no path and query
            line("X-Permitted-Cross-Domain-Policies", "none")); // no policy files of PDF readers and such

    private static HeaderRule line(String name, String value) {
        return new HeaderRule(HeaderRule.Kind.DEFAULT, name, Template.of(value));
    }

    /** In the file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is to be done where the level around says that. */
    public SecurityHeaders within(SecurityHeaders outer) {
        return this == UNSAID ? outer : this;
    }

    /** They work behind all others. */
    public HeaderRules rules() {
        return this == ON ? USUAL : HeaderRules.NONE;
    }
}
