package weir.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import weir.model.ValueMatch;

/**
 * A condition on a header field, a query parameter or a cookie. Where a request has several of one name, one of them
 * has to fulfil it. Immutable, any thread.
 */
final class ValueCondition implements ValueSource.Visitor {
    private final ValueSource source;
    private final ValueMatch.Kind kind;
    private final byte[] value;

    ValueCondition(ValueSource.Kind source, ValueMatch match) {
        this.source = new ValueSource(source, match.name());
        this.kind = match.kind();
        this.value = match.value().getBytes(StandardCharsets.UTF_8);
    }

    boolean holds(RouteSearch request) {
        return source.visit(request, this) != (kind == ValueMatch.Kind.ABSENT);
    }

    @Override
    public boolean isDone(RouteSearch request, int from, int to) {
        final ByteBuffer in = request.in();
        return switch (kind) {
            case PRESENT, ABSENT -> true;
            case EQUAL -> source.equals(in, from, to, value);
            case PREFIX -> source.startsWith(in, from, to, value);
        };
    }

    ValueSource source() {
        return source;
    }

    /** The one value that fulfils it; null when others do, too. */
    byte[] onlyValue() {
        return kind == ValueMatch.Kind.EQUAL ? value : null;
    }
}
