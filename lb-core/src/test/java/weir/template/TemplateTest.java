package weir.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What templates say, and what they refuse to be. */
class TemplateTest {
    private static final String PIECES = "{}{{}}::host path header:A cookie:b\r\n\t%\"<é";

    private final TemplateOutput out = new TemplateOutput(256);

    private String written(String template, Values values) {
        Template.of(template).write(values, out.begin(TemplateOutput.Escaping.LINE));
        return new String(out.bytes(), 0, out.count(), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "plain; plain",
                "a{host}b; a<host>b",
                "{host}{path}; <host><path>",
                "{{host}; {host}",
                "{{{host}}}; {<host>}}",
                "}; }",
                "{{}}; {}}",
                "{header:X-Tenant}; <header:x-tenant>",
                "{cookie:Id}; <cookie:Id>"
            })
    void says(String template, String expected) {
        assertEquals(expected, written(template, (placeholder, name, to) -> {
            to.add(bytes('<' + placeholder.word()));
            to.add(bytes(name == null ? "" : ':' + new String(name, StandardCharsets.US_ASCII)));
            to.add(bytes(">"));
        }));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{hots}; the placeholder {hots}; hots",
                "{}; the placeholder {}; ''",
                "{Host}; the placeholder {Host}; Host",
                "{host:a}; the placeholder {host:a}; host:a",
                "{header}; the placeholder {header}; header",
                "{header:}; {header:}; ",
                "{header:a b}; {header:a b}; ",
                "a{host; a { without its }; ",
                "{a{host}}; the placeholder {a{host}; a{host"
            })
    void refuses(String template, String found, String unknown) {
        final InvalidTemplateException refused =
                assertThrows(InvalidTemplateException.class, () -> Template.of(template));
        assertEquals(found, refused.found());
        assertEquals(unknown, refused.unknown());
    }

    @Test
    void knowsFromWhenOnItCanBeWritten() {
        assertNull(Template.of("a {{b}").from());
        assertTrue(Template.of("a {{b}").isLiteral());
        assertFalse(Template.of("{host}").isLiteral());
        assertEquals(Moment.REQUEST, Template.of("{host}").from());
        assertEquals(Moment.RESPONSE, Template.of("{status}{host}").from());
        assertEquals(Placeholder.BACKEND, Template.of("{host}{backend}{status}").unknownAt(Moment.REQUEST));
        assertNull(Template.of("{host}{backend}").unknownAt(Moment.PICK));
    }

    @Test
    void isEqualWhereItMeansTheSame() {
        assertEquals(Template.of("{header:A}}"), Template.of("{header:a}}"));
        assertNotEquals(Template.of("{cookie:A}"), Template.of("{cookie:a}"));
        assertNotEquals(Template.of("{{host}"), Template.of("{host}"));
    }

    @Test
    void cutsAValueThatIsTooLong() {
        assertEquals("a12345b", written("a{client_port}b", (placeholder, name, to) -> to.add(bytes("123456"))));
        assertTrue(out.isCut());
        assertEquals("a12345b", written("a{client_port}b", (placeholder, name, to) -> to.add(bytes("12345"))));
        assertFalse(out.isCut());
    }

    @Test
    void cutsWhatHasNoRoom() {
        assertEquals(
                256, written("x".repeat(300), (placeholder, name, to) -> {}).length());
        assertTrue(out.isCut());
        assertEquals(
                256,
                written("x".repeat(250) + "{host}y", (placeholder, name, to) -> to.add(bytes("1234567")))
                        .length());
        assertTrue(out.isCut());
    }

    /** An escape is there whole or not at all, and nothing comes behind one that is not. */
    @Test
    void cutsBeforeAnEscape() {
        assertEquals("ab.", written("{client_port}.", (placeholder, name, to) -> to.add(bytes("ab\ncd"))));
        assertTrue(out.isCut());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "10, 10", "9223372036854775807, 9223372036854775807"})
    void writesNumbers(long number, String text) {
        assertEquals(text, written("{timing}", (placeholder, name, to) -> to.add(number)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.000", "7, 0.007", "12345, 12.345", "1000, 1.000"})
    void writesMilliseconds(long micros, String text) {
        assertEquals(text, written("{timing}", (placeholder, name, to) -> to.addMillis(micros)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LINE; a%00%0D%0A\tb%7F\"<\u00e9",
                "JSON; a\\u0000\\u000D\\u000A\\u0009b\\u007F\\u0022<\\u00E9",
                "HTML; a&#x00;&#x0D;&#x0A;&#x09;b&#x7F;&#x22;&#x3C;&#xE9;"
            })
    void escapesValues(String expected) {
        final String[] parts = expected.split("; ");
        final byte[] value = bytes("a\0\r\n\tb\u007f\"<\u00e9");
        Template.of("{path}")
                .write(
                        (placeholder, name, to) -> to.add(ByteBuffer.wrap(value), 0, value.length),
                        out.begin(TemplateOutput.Escaping.valueOf(parts[0])));
        assertEquals(parts[1], new String(out.bytes(), 0, out.count(), StandardCharsets.ISO_8859_1));
    }

    @Test
    void aValueIsNoMoreThanAPartOfASegment() {
        Template.of("/a/{header:x}/{path}?{query}")
                .write(
                        (placeholder, name, to) -> to.add(bytes("../b c?%41\n/~")),
                        out.begin(TemplateOutput.Escaping.TARGET));
        assertEquals(
                "/a/..%2Fb%20c%3F%2541%0A%2F~/../b c?%41\n/~?../b c?%41\n/~",
                new String(out.bytes(), 0, out.count(), StandardCharsets.ISO_8859_1));
    }

    // --- whatever comes

    @Test
    void isReadOrRefusedWhateverTheText() {
        final Random random = new Random(1);
        for (int run = 0; run < 100_000; run++) {
            final StringBuilder text = new StringBuilder();
            for (int pieces = random.nextInt(8); pieces >= 0; pieces--) {
                final int from = random.nextInt(PIECES.length());
                text.append(PIECES, from, from + random.nextInt(PIECES.length() - from));
            }
            try {
                final Template read = Template.of(text.toString());
                assertEquals(read, Template.of(read.toString()), text::toString);
            } catch (InvalidTemplateException e) {
                assertFalse(e.accepted().isEmpty());
            }
        }
    }

    /** No value, however long and whatever is in it, ends a line, a string or a tag, or is longer than it may be. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void noValueGetsOutOfItsPlace(TemplateOutput.Escaping escaping) {
        final TemplateOutput out = new TemplateOutput(2048);
        final Random random = new Random(2);
        for (int run = 0; run < 20_000; run++) {
            final byte[] value = new byte[random.nextInt(400)];
            random.nextBytes(value);
            if (random.nextBoolean()) { // nothing but controls
                for (int i = 0; i < value.length; i++) {
                    value[i] &= 0x1f;
                }
            }
            Template.of("[{client}]").write((placeholder, name, to) -> to.add(value), out.begin(escaping));
            assertTrue(out.count()
                    <= 2
                            + (escaping == TemplateOutput.Escaping.URL
                                    ? 3 * value.length
                                    : Placeholder.CLIENT.bytesMax()));
            assertEquals('[', out.bytes()[0]);
            assertEquals(']', out.bytes()[out.count() - 1]);
            for (int i = 1; i < out.count() - 1; i++) {
                final byte b = out.bytes()[i];
                assertTrue(b < 0 || b >= ' ' && b != 0x7f || b == '\t', escaping + " " + b);
                if (escaping != TemplateOutput.Escaping.LINE) {
                    assertTrue(
                            b >= ' ' && b != '"' && b != '<' && b != '>' && b != '\''
                                    || escaping == TemplateOutput.Escaping.JSON && b >= ' ' && b != '"',
                            escaping + " " + b);
                }
            }
        }
    }
}
