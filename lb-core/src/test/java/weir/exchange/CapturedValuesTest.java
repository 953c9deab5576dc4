package weir.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weir.template.Placeholder;
import weir.template.Template;
import weir.template.TemplateOutput;
import weir.template.Values;

class CapturedValuesTest {
    /** Each as long as it may be, and another one. */
    private static final Values LONG = (placeholder, name, out) -> {
        final byte[] value = new byte[placeholder.bytesMax()];
        java.util.Arrays.fill(value, name[name.length - 1]);
        out.add(value);
    };

    @Test
    void allThatIsAskedForIsKeptHoweverLongItIs() {
        final String asked = IntStream.range('a', 'z')
                .mapToObj(c -> "{header:x" + (char) c + "}")
                .collect(Collectors.joining());
        final CapturedValues.Plan plan = CapturedValues.Plan.of(List.of(Template.of(asked)));
        final CapturedValues captured = new CapturedValues();
        captured.take(plan, LONG, new TemplateOutput(1_024));
        for (int i = 0; i < plan.names().length; i++) {
            final TemplateOutput out = new TemplateOutput(2_048);
            captured.write(Placeholder.HEADER, plan.names()[i], out.begin(TemplateOutput.Escaping.NONE));
            assertEquals(1_024, out.count());
            assertArrayEquals(
                    new byte[] {plan.names()[i][1], plan.names()[i][1]},
                    new byte[] {out.bytes()[0], out.bytes()[1_023]});
        }
    }
}
