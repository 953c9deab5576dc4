package weir.config.value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.model.ErrorPage;
import weir.model.ErrorPages;
import weir.model.FixedResponse;
import weir.template.InvalidTemplateException;
import weir.template.Moment;
import weir.template.Placeholder;
import weir.template.Template;

/**
 * {@code errors}: a page for statuses and ranges of them, each the path of a file, or a map of its text and what it is;
 * and beside them {@code intercept} and {@code negotiate}.
 */
public final class ErrorPagesMap implements ValueType<ErrorPages> {
    private static final String INTERCEPT = "intercept", NEGOTIATE = "negotiate";
    private static final String TEXT = "text", FILE = "file", TYPE = "type", PLACEHOLDERS = "placeholders";
    private static final List<String> PAGE_KEYS = List.of(FILE, TEXT, TYPE, PLACEHOLDERS);
    private static final Pattern STATUSES = Pattern.compile("([45][0-9]{2})(?:-([45][0-9]{2}))?");
    private static final String STATUS_ACCEPTED =
            "a status or a range from 400 to 599, such as 404 or 502-504, intercept, or negotiate";
    private static final String PAGE_ACCEPTED = "the path of a file, or a map of file or text, type, placeholders";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "htm", "text/html; charset=utf-8",
            "json", "application/problem+json",
            "txt", FixedResponse.CONTENT_TYPE);
    private static final EnumValue<Boolean> FLAG = new EnumValue<>(new Boolean[] {true, false}, String::valueOf);
    private static final Text TYPE_TEXT = new Text(FixedResponse.CONTENT_TYPE_FORM);

    @Override
    public ErrorPages read(Location location) {
        if (location.entries() == null || location.entries().isEmpty()) {
            return location.refuse(accepted());
        }
        final List<ErrorPage> pages = new ArrayList<>();
        Boolean intercepts = false;
        Boolean negotiates = false;
        for (Location entry : Entries.of(location).values()) {
            if (entry.name().equals(INTERCEPT)) {
                intercepts = FLAG.read(entry);
            } else if (entry.name().equals(NEGOTIATE)) {
                negotiates = FLAG.read(entry);
            } else {
                final ErrorPage page = page(entry, pages);
                if (page != null) {
                    pages.add(page);
                }
            }
        }
        if (intercepts == null || negotiates == null) {
            return null;
        }
        if (!ErrorPages.PAGES_RANGE.has(pages.size())) {
            return location.refuse(pages.size() + " pages", "at most " + ErrorPages.PAGES_RANGE.max());
        }
        if (intercepts && pages.isEmpty()) {
            location.warn("intercept without a page has no effect");
        }
        return new ErrorPages(pages, intercepts, negotiates);
    }

    /** Null after a problem. */
    private static ErrorPage page(Location entry, List<ErrorPage> before) {
        final Matcher statuses = STATUSES.matcher(entry.name());
        if (!statuses.matches()) {
            return entry.refuse(
                    "the key " + Quoted.text(entry.name()),
                    STATUS_ACCEPTED + Suggestions.hint(entry.name(), List.of(INTERCEPT, NEGOTIATE)));
        }
        final int min = Integer.parseInt(statuses.group(1));
        final int max = statuses.group(2) == null ? min : Integer.parseInt(statuses.group(2));
        if (min > max) {
            return entry.refuse("the empty range " + entry.name(), STATUS_ACCEPTED);
        }
        if (before.stream().anyMatch(page -> page.first() <= max && page.last() >= min)) {
            return entry.refuse("a page for " + entry.name() + " beside another one", "one for each status");
        }
        return entry.text() != null
                ? ofFile(entry, min, max, null, false)
                : entry.entries() == null ? entry.refuse(PAGE_ACCEPTED) : ofMap(entry, min, max);
    }

    private static ErrorPage ofMap(Location entry, int min, int max) {
        final Map<String, Location> parts = Entries.of(entry);
        for (Location part : parts.values()) {
            if (!PAGE_KEYS.contains(part.name())) {
                return part.refuse(
                        "unknown key " + Quoted.text(part.name()),
                        "one of " + String.join(", ", PAGE_KEYS) + Suggestions.hint(part.name(), PAGE_KEYS));
            }
        }
        if (parts.containsKey(FILE) == parts.containsKey(TEXT)) {
            return entry.refuse(
                    parts.containsKey(FILE) ? "both file and text" : "neither file nor text", "one of the two");
        }
        final String type = parts.containsKey(TYPE) ? TYPE_TEXT.read(parts.get(TYPE)) : null;
        final Boolean isTemplate = parts.containsKey(PLACEHOLDERS) ? FLAG.read(parts.get(PLACEHOLDERS)) : Boolean.FALSE;
        if (isTemplate == null || parts.containsKey(TYPE) && type == null) {
            return null;
        }
        if (parts.containsKey(FILE)) {
            return ofFile(parts.get(FILE), min, max, type, isTemplate);
        }
        final Location at = parts.get(TEXT);
        return at.text() == null
                ? at.refuse("a text")
                : make(at, min, max, type == null ? FixedResponse.CONTENT_TYPE : type, at.text(), isTemplate);
    }

    /** @param type null = that of the file's name */
    private static ErrorPage ofFile(Location at, int min, int max, String type, boolean isTemplate) {
        final String text = new BodyFile().read(at);
        if (text == null) {
            return null;
        }
        final String name = at.text();
        final String usual = TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        if (type == null && usual == null) {
            return at.refuse(
                    "a file whose name does not tell its type",
                    "one that ends in .html, .json or .txt, or {file: ..., type: ...}");
        }
        return make(at, min, max, type == null ? usual : type, text, isTemplate);
    }

    private static ErrorPage make(Location at, int min, int max, String type, String text, boolean isTemplate) {
        if (text.getBytes(StandardCharsets.UTF_8).length > ErrorPage.TEXT_RANGE.max()) {
            return at.refuse("a longer text", "at most " + ErrorPage.TEXT_RANGE.max() + " bytes in UTF-8");
        }
        Template template = null;
        if (isTemplate) {
            try {
                template = Template.of(text);
                final Placeholder unknown = template.unknownAt(Moment.RESPONSE);
                if (unknown != null) {
                    return at.refuse(
                            "the placeholder {" + unknown.word() + "}, which takes "
                                    + unknown.from().text(),
                            "one that is known when a page is written");
                }
                if (template.bytesMax() > ErrorPage.TEXT_RANGE.max()) {
                    return at.refuse(
                            "a text that may become longer", "at most " + ErrorPage.TEXT_RANGE.max() + " bytes");
                }
            } catch (InvalidTemplateException e) {
                final String hint =
                        e.unknown() == null ? "" : Suggestions.hint(e.unknown(), InvalidTemplateException.words());
                return at.refuse(e.found(), e.accepted() + hint);
            }
        }
        return new ErrorPage(min, max, type, text, template);
    }

    @Override
    public String accepted() {
        return "a map of statuses or ranges of them, each with the path of a file or a map of file or text, type, "
                + "placeholders; and intercept, negotiate";
    }
}
