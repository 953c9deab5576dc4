package weir.app;

import java.util.List;
import java.util.StringJoiner;
import java.util.function.ToLongFunction;
import weir.accesslog.AccessWriter;
import weir.http.Fault;
import weir.model.ExchangeEnd;
import weir.notify.Notifier;
import weir.stats.Counter;
import weir.stats.Counters;

/**
 * What all threads together have counted since the start. Each number may be a moment old, as every thread counts for
 * itself. Any thread.
 *
 * @param checks counters of the probe loop
 * @param accessLog null = none
 * @param notifier null = none
 */
record Summary(List<LoopThread> loops, Counters checks, AccessWriter accessLog, Notifier notifier) {
    private static final List<Counter> IN_THE_LINE = List.of(
            Counter.RETRIES,
            Counter.RETRIES_OVER_BUDGET,
            Counter.FALLBACKS,
            Counter.BREAKER_OPENINGS,
            Counter.BREAKER_CLOSINGS,
            Counter.BREAKER_SHADOWED,
            Counter.EJECTIONS,
            Counter.EJECTIONS_SHADOWED,
            Counter.EJECTIONS_SPARED,
            Counter.PANICS,
            Counter.FAULTS,
            Counter.PICKER_FAULTS,
            Counter.LOG_DROPS);

    /** Over all loops, and what the checks have added. */
    long total(Counter counter) {
        return sum(loop -> loop.counters().get(counter)) + checks.get(counter);
    }

    long total(ExchangeEnd end) {
        return sum(loop -> loop.view().ends().get(end));
    }

    long total(Fault fault) {
        return sum(loop -> loop.view().faults().get(fault));
    }

    private long sum(ToLongFunction<LoopThread> count) {
        return loops.stream().mapToLong(count).sum();
    }

    /** Lines that did not get into the access log. */
    long linesLost() {
        return accessLog == null ? 0 : accessLog.linesLost();
    }

    /** What was served, and every way to fail that has happened. */
    String line() {
        final StringJoiner line = new StringJoiner(", ");
        line.add("connections " + total(Counter.CONNECTIONS_ACCEPTED)).add("requests " + total(Counter.REQUESTS));
        for (ExchangeEnd end : ExchangeEnd.values()) {
            add(line, end.word(), total(end));
        }
        for (Fault fault : Fault.values()) {
            add(line, fault.word(), total(fault));
        }
        for (Counter counter : IN_THE_LINE) {
            add(line, counter.word(), total(counter));
        }
        add(line, "log_lines_lost", linesLost());
        add(line, "events_lost", notifier == null ? 0 : notifier.lost());
        return line.toString();
    }

    private static void add(StringJoiner line, String word, long total) {
        if (total > 0) {
            line.add(word + " " + total);
        }
    }
}
