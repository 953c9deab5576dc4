package weir.filter;

import java.nio.ByteBuffer;
import weir.http.Authority;
import weir.http.LocalReply;
import weir.model.Listener;
import weir.model.Redirect;
import weir.model.Respond;
import weir.model.Route;
import weir.model.RouteAction;
import weir.model.Site;
import weir.model.ToPool;
import weir.template.Part;
import weir.template.Template;
import weir.template.TemplateOutput;

/**
 * What a listener's routes answer by themselves, and what such answers are made in: one buffer for all of them, as
 * there is one answer at a time. Thread: owning loop only; one per listener and loop.
 */
final class RouteAnswers {
    /** Status, date, length, type, validators and names. */
    private static final int HEAD_BYTES_MAX = 512;
    /** Escaping makes some bytes three. */
    private static final int ESCAPED = 3;

    private static final int ESCAPED_OF_TARGET_MAX = 512;

    private final DateLine date;
    private final TemplateOutput target;
    private final TemplateOutput text;
    private final LocalReply reply;

    RouteAnswers(Listener listener, DateLine date) {
        this.date = date;
        target = new TemplateOutput(targetBytesMax(listener));
        text = new TemplateOutput(textBytesMax(listener));
        reply = new LocalReply(ByteBuffer.allocateDirect(bufferBytes(listener)));
    }

    /** Direct memory; 0 where all that comes goes to pools. */
    static int bufferBytes(Listener listener) {
        final int filters = Math.max(CorsPreflight.bytesMax(listener), FaultsFilter.bytesMax(listener));
        final boolean answersNone =
                filters == 0 && listener.routes().stream().allMatch(route -> route.action() instanceof ToPool);
        return answersNone
                ? 0
                : HEAD_BYTES_MAX
                        + filters
                        + targetBytesMax(listener)
                        + textBytesMax(listener)
                        + Filters.ownHeadersBytes(listener);
    }

    /** Most that a text of a response can become. A file is not in the buffer. */
    private static int textBytesMax(Listener listener) {
        return listener.routes().stream()
                .map(Route::action)
                .mapToInt(action -> action instanceof Respond respond && respond.text() != null
                        ? Template.of(respond.text()).bytesMax()
                        : 0)
                .max()
                .orElse(0);
    }

    /** Most that a redirect's target can become. */
    private static int targetBytesMax(Listener listener) {
        return listener.routes().stream()
                .map(Route::action)
                .mapToInt(action -> action instanceof Redirect redirect
                        ? targetBytesMax(redirect, listener)
                        : action instanceof Site ? listener.limits().targetBytesMax() : 0)
                .max()
                .orElse(0);
    }

    private static int targetBytesMax(Redirect redirect, Listener listener) {
        return Template.of(redirect.target()).parts().stream()
                .mapToInt(part -> bytesMax(part, listener))
                .sum();
    }

    private static int bytesMax(Part part, Listener listener) {
        if (part.placeholder() == null) {
            return part.text().length();
        }
        return switch (part.placeholder()) {
            case HOST -> Authority.BYTES_MAX;
            case PATH, QUERY, PATH_AND_QUERY -> listener.limits().targetBytesMax() + ESCAPED_OF_TARGET_MAX;
            default -> ESCAPED * part.placeholder().bytesMax();
        };
    }

    /** Null where requests go to a pool. */
    RequestFilter of(Route route) {
        final RouteAction action = route.action();
        if (action instanceof Site site) {
            return new SiteAnswer(this, site, folder(route.path()));
        }
        if (action instanceof Redirect redirect) {
            return new RedirectAnswer(this, redirect);
        }
        return action instanceof Respond respond ? new RespondAnswer(this, respond) : null;
    }

    /** What stands before the star of {@code /docs/*}: all below it is in the directory. */
    private static String folder(String path) {
        return path != null && path.endsWith("/*") ? path.substring(0, path.length() - 2) : "";
    }

    /** For the body of a response. */
    TemplateOutput text() {
        return text;
    }

    /** For the target of a redirect. */
    TemplateOutput target() {
        return target;
    }

    LocalReply begin(int status, RequestContext context) {
        return reply.begin(status, date.at(context.nowNs()));
    }
}
