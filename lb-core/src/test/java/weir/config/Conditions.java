package weir.config;

import weir.model.LogCondition;

/** Conditions of the access log by their texts. */
public final class Conditions {
    private Conditions() {}

    public static LogCondition of(String text) {
        return Reads.configuration(Sample.with("log.only", '"' + text + '"'))
                .accessLog()
                .selection()
                .only();
    }
}
