package weir.exchange;

import java.util.Arrays;
import java.util.List;
import weir.template.Part;
import weir.template.Placeholder;
import weir.template.Template;
import weir.template.TemplateOutput;
import weir.template.Values;

/**
 * What templates will ask for of a request when its head has left its buffer. Belongs to an exchange's
 * {@link ExchangeLogEntry}, is made when a route first asks for it, and grows to the longest that was needed; an
 * exchange has it as long as it is pooled. Costs a copy of each value per request. Thread: owning loop only.
 */
final class CapturedValues {
    private static final byte[] EMPTY = {};

    /**
     * What of the request's head the templates of a route may ask for. Immutable, any thread.
     *
     * @param placeholders those of the head
     * @param names of each, for fields and cookies; null for others
     */
    record Plan(Placeholder[] placeholders, byte[][] names) {
        /** @return null where nothing is asked for */
        static Plan of(List<Template> templates) {
            final List<Part> parts = templates.stream()
                    .flatMap(template -> template.parts().stream())
                    .filter(part ->
                            part.placeholder() != null && part.placeholder().isOfRequestHead())
                    .distinct()
                    .toList();
            return parts.isEmpty()
                    ? null
                    : new Plan(
                            parts.stream().map(Part::placeholder).toArray(Placeholder[]::new),
                            parts.stream().map(Part::bytes).toArray(byte[][]::new));
        }
    }

    /** Null while there is nothing. */
    private Plan plan;

    private byte[] bytes = EMPTY;
    private int[] ends = {};

    void clear() {
        plan = null;
    }

    /** @param scratch for one value at a time, within the call */
    void take(Plan plan, Values values, TemplateOutput scratch) {
        final int count = plan.placeholders.length;
        if (ends.length < count) {
            ends = new int[count];
        }
        int end = 0;
        for (int i = 0; i < count; i++) {
            scratch.begin(TemplateOutput.Escaping.NONE).addValue(plan.placeholders[i], plan.names[i], values);
            if (bytes.length < end + scratch.count()) {
                bytes = Arrays.copyOf(bytes, Math.max(end + scratch.count(), 2 * bytes.length));
            }
            System.arraycopy(scratch.bytes(), 0, bytes, end, scratch.count());
            end += scratch.count();
            ends[i] = end;
        }
        this.plan = plan;
    }

    /** Adds the value to {@code out}; nothing where none was captured. O(values). */
    void write(Placeholder placeholder, byte[] name, TemplateOutput out) {
        if (plan == null) {
            return;
        }
        for (int i = 0; i < plan.placeholders.length; i++) {
            if (plan.placeholders[i] == placeholder && Arrays.equals(plan.names[i], name)) {
                out.add(bytes, i == 0 ? 0 : ends[i - 1], ends[i]);
                return;
            }
        }
    }
}
