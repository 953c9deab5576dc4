package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.model.LimitKey;
import weir.model.LimitKey.Kind;
import weir.model.PolicyMode;
import weir.model.RateLimit;

/** Rate limits, as the file says them. */
class RateLimitSectionTest {
    private static final String LIMITS = "listeners.web.rate-limits";

    private static RateLimit one(String keys) {
        return Reads.configuration(Sample.with(LIMITS, "[{" + keys + "}]"))
                .listeners()
                .get(0)
                .policy()
                .rateLimits()
                .get(0);
    }

    @Test
    void readsAll() {
        assertEquals(
                new RateLimit(
                        "logins",
                        LimitKey.of(Kind.HEADER, "X-Api-Key"),
                        5,
                        60_000,
                        20,
                        250,
                        PolicyMode.SHADOW,
                        1_000_000),
                one(
                        "key: 'header:X-Api-Key', rate: 5/m, burst: 20, wait: 250ms, mode: shadow, keys: 1000000, name: logins"));
        assertEquals(LimitKey.client(24, 64), one("key: client/24, rate: 1/d").key());
        assertEquals(
                LimitKey.client(24, 56), one("key: client/24/56, rate: 1/d").key());
    }

    @Test
    void whatIsLeftOutFollowsFromTheRest() {
        final RateLimit limit = one("key: client, rate: 100/s");
        assertEquals("client", limit.name());
        assertEquals(100, limit.burst());
        assertEquals(PolicyMode.ENFORCE, limit.mode());
        assertEquals(2, one("key: client, rate: 120/m").burst());
        assertEquals(1, one("key: client, rate: 5/m").burst());
        assertEquals("cookie:id", one("key: 'cookie:id', rate: 5/m").name());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "rate: 1/s; .key; nothing; client, client/BITS or",
                "key: client; .rate; nothing; 'a number per s, m, h or d, such as 100/s or 5/m'",
                "'key: ip, rate: 1/s'; .key; '\"ip\"'; client, client/BITS or",
                "'key: client/33, rate: 1/s'; .key; '\"client/33\"'; client, client/BITS or",
                "'key: \"header:\", rate: 1/s'; .key; '\"header:\"'; client, client/BITS or",
                "'key: \"header:X-Forwarded-For\", rate: 1/s'; .key; 'the field X-Forwarded-For, which any client can claim'; client for",
                "'key: client, rate: 10'; .rate; '\"10\"'; a number per s",
                "'key: client, rate: 0/s'; .rate; '\"0/s\"'; a number per s",
                "'key: client, rate: 1000001/s'; .rate; '\"1000001/s\"'; at most 1000000/s",
                "'key: client, rate: 1/d, burst: 366'; .burst; a bucket that takes more than a year to fill; a lower burst",
                "'key: client, rate: 1/s, burst: 0'; .burst; '\"0\"'; a number from 1 to 1000000000",
                "'key: client, rate: 1/s, wait: 2m'; .wait; '\"2m\"'; a duration from 0ms to 1m",
                "'key: client, rate: 1/s, mode: dry'; .mode; '\"dry\"'; 'one of enforce, shadow, off'",
                "'key: client, rate: 1/s, name: a b'; .name; '\"a b\"'; '1 to 64 letters, digits and any of'",
                "'key: \"cookie:a|b\", rate: 1/s'; .key; a key that makes no name; the key name beside it",
                "'key: client, rates: 1/s'; ''; 'unknown key \"rates\"'; 'one of key, rate, burst, wait, mode, keys, name; did you mean'",
            })
    void saysWhatIsWrong(String keys, String path, String found, String accepted) {
        Reads.expectProblem(
                "weir.yaml:1: " + LIMITS + "[0]" + path + ": found " + found + ", accepted: " + accepted,
                Sample.with(LIMITS, "[{" + keys + "}]"));
    }

    @Test
    void twoOfAListHaveTwoNames() {
        assertEquals(
                List.of("weir.yaml:1: " + LIMITS + ": found two limits with the name \"client\","
                        + " accepted: a name for one of them"),
                Reads.problems(Sample.with(LIMITS, "[{key: client, rate: 1/s}, {key: client, rate: 10/m}]")));
    }
}
