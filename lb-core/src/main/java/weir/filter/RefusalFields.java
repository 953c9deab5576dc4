package weir.filter;

import weir.buf.Ascii;
import weir.http.LocalReply;
import weir.model.RateLimit;

/**
 * What a refused client is told of the limit that it has met: RateLimit-Policy and RateLimit
 * (draft-ietf-httpapi-ratelimit-headers-10). Immutable.
 */
final class RefusalFields {
    private final byte[] policyLine;
    private final byte[] stateUpToTime;

    RefusalFields(RateLimit limit) {
        policyLine = Ascii.bytes("RateLimit-Policy: \"" + limit.name() + "\";q=" + limit.count() + ";w="
                + limit.periodMs() / 1_000 + "\r\n");
        stateUpToTime = Ascii.bytes("RateLimit: \"" + limit.name() + "\";r=0;t=");
    }

    /** @param seconds until another request would pass */
    void addTo(LocalReply reply, int seconds) {
        reply.add(policyLine).add(stateUpToTime, seconds);
    }
}
