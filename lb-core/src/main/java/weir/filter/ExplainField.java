package weir.filter;

import weir.http.FieldName;
import weir.http.LocalReply;
import weir.model.Listener;

/**
 * The field {@code Weir-Explain}: a client of a trusted network asks for it, and gets it in the response. Immutable.
 */
final class ExplainField implements RequestFilter, ResponseFilter {
    private static final ExplainField ONLY = new ExplainField();

    private ExplainField() {}

    /** Null where no client is trusted. */
    static ExplainField of(Listener listener) {
        return listener.forwarding().trusted().isEmpty() ? null : ONLY;
    }

    @Override
    public boolean apply(RequestContext context) {
        if (context.head().has(FieldName.WEIR_EXPLAIN)
                && context.client().forwarded().isFromTrusted(context.head(), context.in())) {
            context.explain();
        }
        return PASS;
    }

    @Override
    public void apply(ResponseContext context) {
        if (context.explainLine() != null) {
            context.edit().add(context.explainLine());
        }
    }

    @Override
    public void apply(LocalReply reply, ResponseContext context) {
        if (context.explainLine() != null) {
            reply.add(context.explainLine());
        }
    }
}
