package weir.accesslog;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.template.Part;
import weir.template.Placeholder;
import weir.template.Template;

/**
 * A line as the user wants it. What is absent or empty is {@code -}; what is not printable, a quote or a backslash is
 * escaped as nginx does it. Thread: the writer's.
 */
final class PatternLine implements LineFormat {
    private final EndWords words;
    private final Lines out;
    private final Escape escape;
    private final TimeText time = new TimeText();
    private final CommonTime localTime;
    private final Placeholder[] placeholders;
    /** Of literals the text, else null. */
    private final byte[][] literals;
    /** Of what was captured the index of its field, else -1. */
    private final int[] fields;

    PatternLine(Template pattern, RecordLayout layout, EndWords words, ZoneId zone, Lines out) {
        this.words = words;
        this.out = out;
        escape = new Escape(out);
        localTime = new CommonTime(zone);
        placeholders = pattern.parts().stream().map(Part::placeholder).toArray(Placeholder[]::new);
        literals = pattern.parts().stream()
                .map(part -> part.placeholder() == null ? part.text().getBytes(StandardCharsets.US_ASCII) : null)
                .toArray(byte[][]::new);
        fields = pattern.parts().stream().mapToInt(layout::indexOf).toArray();
    }

    @Override
    public void write(AccessRecord record, long endMs) {
        for (int i = 0; i < placeholders.length; i++) {
            if (literals[i] != null) {
                out.write(literals[i], 0, literals[i].length);
            } else if (fields[i] >= 0) {
                text(record, AccessRecord.slotOf(fields[i]));
            } else {
                known(placeholders[i], record, endMs);
            }
        }
        out.write('\n');
    }

    private void known(Placeholder placeholder, AccessRecord record, long endMs) {
        switch (placeholder) {
            case CLIENT -> word(AccessLine.client(record));
            case METHOD -> text(record, AccessRecord.slotOf(Text.METHOD));
            case POOL -> text(record, AccessRecord.slotOf(Text.POOL));
            case BACKEND -> text(record, AccessRecord.slotOf(Text.BACKEND));
            case LISTENER -> text(record, AccessRecord.slotOf(Text.LISTENER));
            case STATUS -> number(record.get(Value.STATUS));
            case BYTES -> number(record.get(Value.RESPONSE_BYTES));
            case REQUEST_BYTES -> number(record.get(Value.REQUEST_BYTES));
            case RETRIES -> number(record.get(Value.RETRIES));
            case END_WORD -> word(words.end(record));
            case TIME -> out.put(time.of(endMs));
            case TIME_LOCAL -> out.put(localTime.of(endMs));
            case DURATION -> millis(record.get(Value.TOTAL_US));
            default -> throw new IllegalStateException(placeholder + " was not captured");
        }
    }

    private void text(AccessRecord record, int slot) {
        if (record.length(slot) == 0) {
            out.write('-');
        } else {
            escape.hex(record, slot);
        }
    }

    private void word(String word) {
        out.put(word == null ? "-" : word);
    }

    private void number(long number) {
        out.put(number == AccessRecord.ABSENT ? "-" : Long.toString(number));
    }

    private void millis(long us) {
        if (us == AccessRecord.ABSENT) {
            out.write('-');
        } else {
            out.put(Long.toString(us / 1_000));
            final String rest = Long.toString(1_000 + us % 1_000);
            out.write('.');
            out.put(rest.substring(1));
        }
    }
}
