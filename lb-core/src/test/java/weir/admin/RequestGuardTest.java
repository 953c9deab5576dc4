package weir.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.http.Method;

final class RequestGuardTest {
    private static final String BEARER = "Bearer " + TestRuntime.TOKEN;

    private final RequestGuard open = new RequestGuard(TestRuntime.OPEN);
    private final RequestGuard locked = new RequestGuard(TestRuntime.LOCKED);

    private static int status(Response refusal) {
        return refusal == null ? 200 : refusal.status();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:9900", "localhost:1", "localhost.", "[::1]:9900", "192.0.2.7", ""})
    void letsCallersInThatNameUsByAddressOrAsLocalhost(String host) {
        assertNull(open.refusal(Requests.get("/api", "host", host), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9900",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "weir.internal",
                "127.0.0.1.",
                "evil.example:"
            })
    void refusesANameThatIsNotOurs(String host) {
        final int expected = host.equals("127.0.0.1.") ? 200 : 421; // an address with a dot at its end is one
        assertEquals(expected, status(open.refusal(Requests.get("/api", "host", host), false)));
        assertEquals(expected, status(open.refusal(Requests.get("/live", "host", host), true)), "nor without a token");
    }

    @Test
    void letsCallersInThatUseAListedName() {
        final Request request = Requests.get("/api", "host", "weir.internal:9900", "authorization", BEARER);
        assertNull(locked.refusal(request, false));
    }

    @ParameterizedTest
    @CsvSource({
        "origin, http://evil.example, 403",
        "origin, null, 403",
        "origin, http://127.0.0.1:9901, 403",
        "origin, https://127.0.0.1:9900, 403",
        "origin, http://127.0.0.1:9900, 200",
        "sec-fetch-site, cross-site, 403",
        "sec-fetch-site, same-site, 403",
        "sec-fetch-site, same-origin, 200",
        "sec-fetch-site, none, 200",
    })
    void letsNothingBeChangedFromAnotherSite(String field, String value, int status) {
        for (Method method : new Method[] {Method.PUT, Method.POST, Method.DELETE, Method.PATCH, Method.OTHER}) {
            assertEquals(status, status(open.refusal(Requests.of(method, "/api", "", field, value), false)));
        }
        assertNull(open.refusal(Requests.get("/api", field, value), false), "reading changes nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 200",
        "application/json; charset=utf-8, 200",
        "text/plain, 415",
        "application/x-www-form-urlencoded, 415",
        "application/jsonx, 415",
        "'', 415"
    })
    void wantsJsonWhereSomethingIsChanged(String type, int status) {
        final Request request = Requests.of(Method.PUT, "/api", "{}", "content-type", type);
        assertEquals(status, status(open.refusal(request, false)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer 0123456789abcdeX", "Basic 0123456789abcdef", "0123456789abcdef"
            })
    void wantsItsToken(String authorization) {
        final Response refusal = locked.refusal(Requests.get("/api", "authorization", authorization), false);
        assertEquals(401, refusal.status());
        assertTrue(refusal.fields().get("WWW-Authenticate").startsWith("Bearer"));
        assertFalse(Requests.text(refusal).contains(TestRuntime.TOKEN));
    }

    @Test
    void wantsNoTokenForWhatIsOpen() {
        assertNull(locked.refusal(Requests.get("/live"), true));
    }

    @Test
    void takesItsToken() {
        assertNull(locked.refusal(Requests.get("/api", "authorization", BEARER), false));
        assertNull(locked.refusal(Requests.get("/api", "authorization", "bearer  " + TestRuntime.TOKEN), false));
    }

    @Test
    void showsItsTokenInNoText() {
        assertFalse(TestRuntime.LOCKED.toString().contains(TestRuntime.TOKEN));
    }
}
