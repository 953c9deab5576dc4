package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.testkit.Wire;

/** Which body an error has, by what clients really send. */
class AcceptFieldTest {
    private static final int LINES_MAX = 16;

    private final HeadView head = new HeadView(LINES_MAX);

    private byte of(String... values) {
        final StringBuilder lines = new StringBuilder();
        head.begin();
        head.setBase(0);
        final ByteBuffer in = Wire.direct(4_096);
        for (String value : values) {
            final int start = lines.length();
            lines.append("Accept: ").append(value).append("\r\n");
            in.put(0, Wire.bytes(lines.toString()));
            head.add(in, start, start + 6, start + 8, lines.length() - 2);
        }
        head.end(lines.length());
        return AcceptField.of(head, in);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|text|text html json",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8|html|text html json",
                "application/json, text/plain, */*|json|text html json",
                "application/json|json|json",
                "application/problem+json;q=0.9, text/html;q=0.8|json|html json",
                "text/plain|text|text",
                "TEXT/HTML ; level=1 ; q=0.5 , application/json;q=0.4|html|html json",
                "text/*|text|text html",
                "application/*|json|json",
                "text/html;q=0, */*|text|text html json",
                "text/html;q=0.001,application/json;q=0.002|json|html json",
                "text/html;q=1.000,application/json;q=1|html|html json",
                "image/png|text|text html json",
                "''|text|text html json",
                ",,;q|text|text html json",
                "text/html;q=|html|html",
                "text/html;q=x|text|text html json",
            })
    void takesWhatIsWantedMost(String value, String wanted, String takes) {
        final int answer = of(value);
        final String[] words = {"text", "html", "json"};
        assertEquals(wanted, words[AcceptField.wanted(answer)]);
        final StringBuilder taken = new StringBuilder();
        for (int format = 0; format < words.length; format++) {
            if (AcceptField.takes(answer, format)) {
                taken.append(taken.length() == 0 ? "" : " ").append(words[format]);
            }
        }
        assertEquals(takes, taken.toString());
    }

    @Test
    void severalLinesAreOneList() {
        assertEquals(AcceptField.JSON, AcceptField.wanted(of("text/html;q=0.1", "application/json")));
    }

    @Test
    void withoutTheFieldAnythingWillDo() {
        assertEquals(AcceptField.ANY, of());
    }

    @Test
    void noValueIsAFault() {
        final Random random = new Random(20_261_201);
        final String bytes = "qQ=;,*/. 01texhmljsonapicd+\t\"";
        for (int i = 0; i < 20_000; i++) {
            final StringBuilder value = new StringBuilder();
            for (int length = random.nextInt(24); length > 0; length--) {
                value.append(bytes.charAt(random.nextInt(bytes.length())));
            }
            of(value.toString().strip());
        }
    }
}
