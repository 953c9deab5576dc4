package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import weir.testkit.Wire;

/** The words of the protocol that mean something: methods, field names, reasons for a refusal. */
class WordsTest {
    @Test
    void everyFaultHasItsOwnPlainWordAndAStatusThatSaysError() {
        final Set<String> words = new HashSet<>();
        for (Fault fault : Fault.values()) {
            assertTrue(fault.word().matches("[a-z]+(_[a-z0-9]+)*"), fault.word());
            assertTrue(words.add(fault.word()), fault.word());
            assertTrue(fault.status() >= 400 && fault.status() <= 505, fault.word());
        }
    }

    @ParameterizedTest
    @EnumSource
    void knowsEachMethodByItsExactName(Method method) {
        assertEquals(method, method(method.name()));
        assertEquals(Method.OTHER, method(method.name().toLowerCase(java.util.Locale.ROOT)));
        assertEquals(Method.OTHER, method(method.name() + "X"));
    }

    @ParameterizedTest
    @CsvSource({"GET, true", "HEAD, true", "PUT, true", "DELETE, true", "POST, false", "PATCH, false", "OTHER, false"})
    void knowsWhichMethodsMayBeRepeated(Method method, boolean isIdempotent) { // RFC 9110 §9.2.2
        assertEquals(isIdempotent, method.isIdempotent());
    }

    @ParameterizedTest
    @CsvSource({
        "host, 1",
        "content-length, 2",
        "transfer-encoding, 3",
        "connection, 4",
        "keep-alive, 5",
        "proxy-connection, 6",
        "te, 7",
        "trailer, 8",
        "upgrade, 9",
        "expect, 10",
        "x-forwarded-for, 11",
        "x-forwarded-proto, 12",
        "x-forwarded-host, 13",
        "forwarded, 14",
        "date, 15",
        "proxy, 16",
        "max-forwards, 17",
        "x-forwarded-port, 18",
        "x-real-ip, 19",
        "cookie, 0",
        "hos, 0",
        "hosts, 0",
        "http2-settings, 20",
        "weir-explain, 21",
        "Authorization, 22",
        "proxy-authorization, 23",
        "WWW-Authenticate, 24",
        "proxy-authenticate, 25",
        "weir_explain, 26",
        "content_length, 26",
        "content.length, 26",
        "transfer~encoding, 26",
        "content|length, 26",
        "contentlength, 0",
        "content--length, 0",
        "x_forwarded_for, 26",
        "content_lengt, 0",
        "x_forwarded-for, 26",
        "te_, 0",
        "x_other, 0",
        "transfer-encodin, 0",
        "x, 0"
    })
    void knowsFieldNamesInAnyCase(String name, int number) {
        for (String text : new String[] {name, name.toUpperCase(java.util.Locale.ROOT)}) {
            final ByteBuffer in = Wire.direct("GET / HTTP/1.1\r\n" + text + ": 1\r\n\r\n");
            final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
            assertEquals(Parse.COMPLETE, parser.parse(in, 0, in.capacity()));
            assertEquals(number, parser.fields().name(0), text);
        }
    }

    private static Method method(String text) {
        return Method.of(Wire.direct(text), 0, text.length());
    }
}
