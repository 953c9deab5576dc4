package weir.config.value;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import weir.model.AccessLog;
import weir.model.AccessLog.Format;
import weir.model.LogSelection;
import weir.template.InvalidTemplateException;
import weir.template.Template;

/** How a line of the access log is written: a word, or a text with placeholders. */
public final class LogFormatText implements ValueType<LogFormatText.Line> {
    private static final List<Format> WORDS = Arrays.stream(Format.values())
            .filter(format -> format != Format.PATTERN)
            .toList();
    private static final Pattern FORM = Pattern.compile("[ -~\t]{1,1000}");
    private static final EnumValue<Format> WORD = new EnumValue<>(WORDS.toArray(Format[]::new), Format::word);

    /** @param pattern null for all but {@link Format#PATTERN} */
    public record Line(Format format, Template pattern) {}

    @Override
    public Line read(Location location) {
        final String text = location.text();
        if (text == null || text.indexOf('{') < 0) {
            final Format word = WORD.read(location);
            return word == null ? null : new Line(word, null);
        }
        if (!FORM.matcher(text).matches()) {
            return location.refuse("another character, or more than 1000", "a pattern of visible ASCII characters");
        }
        try {
            final Template pattern = Template.of(text);
            final int bytes = AccessLog.lineBytesMax(pattern);
            if (bytes > AccessLog.LINE_BYTES_MAX) {
                return location.refuse(
                        "a pattern whose lines may have " + bytes + " bytes",
                        "at most " + AccessLog.LINE_BYTES_MAX + ", as values may need four for each of theirs");
            }
            return AccessLog.captured(Format.PATTERN, pattern, List.of(), LogSelection.ALL)
                                    .size()
                            > AccessLog.CAPTURED_MAX
                    ? location.refuse(
                            "a pattern with more fields",
                            "at most " + AccessLog.CAPTURED_MAX + " placeholders beside those that each log has")
                    : new Line(Format.PATTERN, pattern);
        } catch (InvalidTemplateException e) {
            final String hint =
                    e.unknown() == null ? "" : Suggestions.hint(e.unknown(), InvalidTemplateException.words());
            return location.refuse(e.found(), e.accepted() + hint);
        }
    }

    @Override
    public String accepted() {
        return WORD.accepted() + ", or a pattern with placeholders such as {client}";
    }

    @Override
    public String show(Line line) {
        return line.pattern() == null ? line.format().word() : line.pattern().toString();
    }
}
