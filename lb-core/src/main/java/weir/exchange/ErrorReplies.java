package weir.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import weir.buf.Ascii;
import weir.filter.Filters;
import weir.http.AcceptField;
import weir.http.HeadView;
import weir.http.Status;
import weir.model.ErrorPage;
import weir.model.ErrorPages;
import weir.model.Listener;
import weir.model.Policy;
import weir.model.Pool;
import weir.model.Route;
import weir.template.TemplateOutput;
import weir.template.Values;

/**
 * The bodies that a listener's errors have: pages of the route, else of the pool, else of the listener; where these say
 * so, what Weir says itself as HTML, JSON or text. Made for the listeners where one of them says anything. Thread:
 * owning loop only.
 */
final class ErrorReplies {
    static final byte ANYTHING = AcceptField.ANY;

    private static final int ERROR = 400;
    private static final byte[] HTML_TYPE = line("text/html; charset=utf-8", true);
    private static final byte[] JSON_TYPE = line("application/problem+json", true);

    private final ErrorPages listener;
    private final ErrorPages[] routes;
    private final ErrorPages[] pools;
    private final boolean negotiates;
    /** Of all levels, each by its identity: whoever makes errors on purpose has Weir allocate nothing for them. */
    private final Map<ErrorPage, Ready> ready = new IdentityHashMap<>();

    private final TemplateOutput out = new TemplateOutput((int) ErrorPage.TEXT_RANGE.max());

    // of the reply that is made just now
    private byte[] typeLine;
    private byte[] body;

    /**
     * A page as bytes, as far as it is the same each time.
     *
     * @param body null where it is a template
     */
    private record Ready(byte[] typeLine, byte[] variedTypeLine, byte[] body, TemplateOutput.Escaping escaping) {
        static Ready of(ErrorPage page) {
            return new Ready(
                    line(page.type(), false),
                    line(page.type(), true),
                    page.template() == null ? page.text().getBytes(StandardCharsets.UTF_8) : null,
                    ErrorReplies.escaping(page.type()));
        }
    }

    private ErrorReplies(Listener listener, List<Pool> pools) {
        this.listener = listener.policy().errors();
        routes = listener.routes().stream()
                .map(Route::policy)
                .map(Policy::errors)
                .toArray(ErrorPages[]::new);
        this.pools = pools.stream().map(each -> each.policy().errors()).toArray(ErrorPages[]::new);
        Stream.of(Stream.of(this.listener), Arrays.stream(routes), Arrays.stream(this.pools))
                .flatMap(levels -> levels)
                .flatMap(level -> level.pages().stream())
                .forEach(page -> ready.computeIfAbsent(page, Ready::of));
        negotiates = this.listener.negotiates()
                || Arrays.stream(routes).anyMatch(ErrorPages::negotiates)
                || Arrays.stream(this.pools).anyMatch(ErrorPages::negotiates);
    }

    /** Null where nothing is said on any level. */
    static ErrorReplies of(Listener listener, List<Pool> pools) {
        final boolean isNone = listener.policy().errors().equals(ErrorPages.NONE)
                && listener.routes().stream()
                        .allMatch(route -> route.policy().errors().equals(ErrorPages.NONE))
                && pools.stream().allMatch(pool -> pool.policy().errors().equals(ErrorPages.NONE));
        return isNone ? null : new ErrorReplies(listener, pools);
    }

    /** What the client accepts, to be kept until the exchange is over; see {@link AcceptField}. */
    byte accepted(HeadView head, ByteBuffer in) {
        return negotiates ? AcceptField.of(head, in) : AcceptField.ANY;
    }

    /** @param pool index; -1 = none is known */
    boolean intercepts(int route, int pool, int status) {
        final ErrorPages level = level(route, pool, status);
        return level != null && level.intercepts();
    }

    /** The level whose page counts; null when there is no page. */
    private ErrorPages level(int route, int pool, int status) {
        if (route != Filters.NO_ROUTE && routes[route].page(status) != null) {
            return routes[route];
        } else if (pool >= 0 && pools[pool].page(status) != null) {
            return pools[pool];
        }
        return listener.page(status) == null ? null : listener;
    }

    private boolean negotiates(int route, int pool) {
        return listener.negotiates()
                || route != Filters.NO_ROUTE && routes[route].negotiates()
                || pool >= 0 && pools[pool].negotiates();
    }

    /**
     * Looks for a body, which {@link #typeLine} and {@link #body} have then.
     *
     * @param accepted as {@link #accepted} has said
     * @param values what placeholders are just now
     * @return false when there is none
     */
    boolean find(int route, int pool, int status, int accepted, Values values) {
        final ErrorPages level = level(route, pool, status);
        final boolean isByAccept = negotiates(route, pool);
        if (level != null) {
            final ErrorPage page = level.page(status);
            if (!isByAccept || isTaken(page.type(), accepted)) {
                use(page, isByAccept, values);
                return true;
            }
        }
        return isByAccept && status >= ERROR && useUsual(status, AcceptField.wanted(accepted));
    }

    private static boolean isTaken(String type, int accepted) {
        final String bare = type.toLowerCase(Locale.ROOT);
        if (bare.startsWith("text/html") || bare.startsWith("application/xhtml")) {
            return AcceptField.takes(accepted, AcceptField.HTML);
        } else if (bare.contains("json")) {
            return AcceptField.takes(accepted, AcceptField.JSON);
        }
        return !bare.startsWith("text/plain") || AcceptField.takes(accepted, AcceptField.TEXT);
    }

    private void use(ErrorPage page, boolean varies, Values values) {
        final Ready as = ready.get(page);
        typeLine = varies ? as.variedTypeLine : as.typeLine;
        if (as.body == null) {
            page.template().write(values, out.begin(as.escaping));
            body = Arrays.copyOf(out.bytes(), out.count());
        } else {
            body = as.body;
        }
    }

    private static byte[] line(String type, boolean varies) {
        return Ascii.bytes("Content-Type: " + type + "\r\n" + (varies ? "Vary: Accept\r\n" : ""));
    }

    private static TemplateOutput.Escaping escaping(String type) {
        final String bare = type.toLowerCase(Locale.ROOT);
        return bare.contains("json")
                ? TemplateOutput.Escaping.JSON
                : bare.contains("html") || bare.contains("xml")
                        ? TemplateOutput.Escaping.HTML
                        : TemplateOutput.Escaping.LINE;
    }

    /** Says no more than the status does. False where that is what Weir says in any case. */
    private boolean useUsual(int status, int format) {
        final String phrase = Status.phrase(status);
        switch (format) {
            case AcceptField.HTML -> {
                typeLine = HTML_TYPE;
                body = Ascii.bytes("<!DOCTYPE html>\n<html lang=\"en\"><head><title>" + status + ' ' + phrase
                        + "</title></head>\n<body><h1>" + status + ' ' + phrase + "</h1></body></html>\n");
                return true;
            }
            case AcceptField.JSON -> {
                typeLine = JSON_TYPE;
                body = Ascii.bytes(
                        "{\"type\":\"about:blank\",\"title\":\"" + phrase + "\",\"status\":" + status + "}\n");
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    /** A whole line, or two. */
    byte[] typeLine() {
        return typeLine;
    }

    byte[] body() {
        return body;
    }
}
