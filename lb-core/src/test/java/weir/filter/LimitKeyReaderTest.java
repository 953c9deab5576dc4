package weir.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import weir.limit.SecretHash;
import weir.model.LimitKey;
import weir.model.LimitKey.Kind;
import weir.template.TemplateOutput;

class LimitKeyReaderTest {
    private final LimitKeyReader routes = new LimitKeyReader(LimitKey.of(Kind.ROUTE, null), new SecretHash(1, 2));

    private long key(int listener, int route) {
        final RequestContext context =
                new RequestContext(listener, (placeholder, name, out) -> {}, new TemplateOutput(1));
        context.take(route);
        return routes.read(context);
    }

    @Test
    void aRouteIsOneOfItsListener() {
        assertEquals(key(0, 3), key(0, 3));
        assertNotEquals(key(0, 3), key(0, 4));
        assertNotEquals(key(0, 3), key(1, 3));
        assertNotEquals(key(0, Filters.NO_ROUTE), key(1, Filters.NO_ROUTE));
    }
}
