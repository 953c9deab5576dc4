package weir.accesslog;

import java.util.List;

/**
 * The words for a record's end and fault, which are indexes into these lists. Immutable, any thread.
 *
 * @param ends how an exchange may end
 * @param faults why a message may be refused
 */
public record EndWords(List<String> ends, List<String> faults) {
    public EndWords {
        ends = List.copyOf(ends);
        faults = List.copyOf(faults);
    }

    String end(AccessRecord record) {
        return word(ends, record.get(AccessRecord.Value.END));
    }

    String fault(AccessRecord record) {
        return word(faults, record.get(AccessRecord.Value.FAULT));
    }

    private static String word(List<String> words, long index) {
        return index == AccessRecord.ABSENT ? null : words.get((int) index);
    }
}
