package weir.model;

import java.util.List;

/**
 * What must hold of an exchange for its line to be written. Immutable, any thread.
 *
 * <p>What there was none of, such as the status of a connection without HTTP, is neither equal nor less nor more.
 */
public sealed interface LogCondition {
    record All(List<LogCondition> of) implements LogCondition {
        public All {
            of = List.copyOf(of);
        }
    }

    record Any(List<LogCondition> of) implements LogCondition {
        public Any {
            of = List.copyOf(of);
        }
    }

    record Not(LogCondition of) implements LogCondition {}

    /** @param than in the subject's unit */
    record Number(NumberSubject subject, Comparison comparison, long than) implements LogCondition {
        private static final Range THAN_RANGE = new Range("than", 0, Long.MAX_VALUE);

        public Number {
            THAN_RANGE.check(than);
        }
    }

    /** The subject is this word. */
    record Word(WordSubject subject, String word) implements LogCondition {}

    /** Numbers that can be compared. */
    enum NumberSubject {
        STATUS("status"),
        /** From the first byte of the request to the end; in microseconds. */
        TIME("time"),
        /** Of the response. */
        BYTES("bytes"),
        REQUEST_BYTES("request_bytes"),
        RETRIES("retries");

        private final String word;

        NumberSubject(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Words that can be compared. */
    enum WordSubject {
        END("end"),
        METHOD("method"),
        LISTENER("listener"),
        POOL("pool"),
        BACKEND("backend"),
        ROUTE("route");

        private final String word;

        WordSubject(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** How numbers are compared. */
    enum Comparison {
        EQUAL,
        LESS,
        LESS_OR_EQUAL,
        MORE,
        MORE_OR_EQUAL
    }
}
