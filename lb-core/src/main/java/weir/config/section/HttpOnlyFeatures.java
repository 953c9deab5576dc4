package weir.config.section;

import java.util.HashSet;
import java.util.Set;
import weir.config.value.ParseContext;
import weir.config.value.Quoted;
import weir.model.BalanceKey;
import weir.model.ErrorPages;
import weir.model.Fallback;
import weir.model.Pool;
import weir.model.SecurityHeaders;

/** What of a pool, and of those that stand in for it, can only be done with HTTP requests. */
final class HttpOnlyFeatures {
    private HttpOnlyFeatures() {}

    /** The first such thing, as the file names it; null when there is none, or the pools have problems of their own. */
    static String of(String pool, ParseContext context) {
        final Set<String> seen = new HashSet<>();
        String name = pool;
        while (name != null && seen.add(name)) {
            final Pool read = context.pool(name);
            if (read == null) {
                return null;
            }
            final String need = of(read);
            if (need != null) {
                return name.equals(pool) ? need : "fallback " + Quoted.bare(name) + " with its " + need;
            }
            final Fallback fallback = read.fallback();
            name = fallback == null ? null : context.poolName(fallback.pool());
        }
        return null;
    }

    private static String of(Pool pool) {
        if (isInHead(pool.balance().key())) {
            return "balance.key " + pool.balance().key();
        } else if (pool.sticky() != null && pool.sticky().cookie() != null) {
            return "sticky.cookie";
        } else if (pool.sticky() != null && isInHead(pool.sticky().key())) {
            return "sticky.header";
        }
        if (!pool.policy().rateLimits().isEmpty()) {
            return "rate-limits";
        } else if (!pool.policy().requestHeaders().isEmpty()) {
            return "request-headers";
        } else if (!pool.policy().responseHeaders().isEmpty()) {
            return "response-headers";
        } else if (!pool.policy().errors().equals(ErrorPages.NONE)) {
            return "errors";
        } else if (pool.policy().access().securityHeaders() == SecurityHeaders.ON) {
            return "security-headers";
        } else if (!pool.policy().rateLimits().isEmpty()) {
            return "rate-limits";
        }
        return pool.fallback() != null && pool.fallback().response() != null ? "fallback response" : null;
    }

    private static boolean isInHead(BalanceKey key) {
        return key != null && key.kind() != BalanceKey.Kind.SOURCE && key.kind() != BalanceKey.Kind.NETWORK;
    }
}
