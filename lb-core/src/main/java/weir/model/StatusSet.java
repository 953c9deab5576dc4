package weir.model;

import java.util.List;
import java.util.stream.Collectors;

/** Statuses, as ranges: {@code 200-299, 404}. Immutable, any thread. */
public record StatusSet(List<Span> spans) {
    public static final Range STATUS_RANGE = new Range("expect", 100, 599);
    private static final int SPANS_MAX = 100;

    /** Both ends included. */
    public record Span(int min, int max) {
        public Span {
            STATUS_RANGE.check(min);
            STATUS_RANGE.check(max);
            if (max < min) {
                throw new IllegalArgumentException("expect: " + min + "-" + max + " is empty");
            }
        }

        @Override
        public String toString() {
            return min == max ? Integer.toString(min) : min + "-" + max;
        }
    }

    public StatusSet {
        spans = Given.list("expect", spans);
        if (spans.isEmpty() || spans.size() > SPANS_MAX) {
            throw new IllegalArgumentException("expect: " + spans.size() + " ranges, must be 1.." + SPANS_MAX);
        }
    }

    public static StatusSet of(int min, int max) {
        return new StatusSet(List.of(new Span(min, max)));
    }

    /** O(ranges). */
    public boolean has(int status) {
        for (Span span : spans) {
            if (status >= span.min && status <= span.max) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return spans.stream().map(Span::toString).collect(Collectors.joining(", "));
    }
}
