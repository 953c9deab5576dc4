package weir.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import weir.time.Clock;

/**
 * Whether the loops turn: each is asked once a second to answer from its own thread, an idle one as well. A loop that has owed an answer for two seconds is
 * stuck, and one that has died is so at once. With the answer comes what only the loop can read.
 *
 * <p>Thread: {@link #ask} by the admin loop; the answers by the loops; all else by any thread.
 */
final class Liveness {
    private static final long PATIENCE_NS = 2_000_000_000L;

    private final Clock clock;
    private final List<Watch> watches = new ArrayList<>();

    Liveness(Facts facts, Clock clock) {
        this.clock = clock;
        facts.loops().forEach(loop -> watches.add(new LoopWatch(loop)));
        watches.add(new Watch("probe", watch -> facts.askProbe(watch::answered)));
    }

    void ask() {
        watches.forEach(Watch::ask);
    }

    /** Names of the loops that do not turn. */
    List<String> stuck() {
        return watches.stream().filter(Watch::isStuck).map(watch -> watch.name).toList();
    }

    /** What the loop of that number has told last; null before its first answer. */
    Facts.Gauges gauges(int loop) {
        return ((LoopWatch) watches.get(loop)).gauges;
    }

    private class Watch {
        final String name;
        private final Predicate<Watch> question;
        /** Of the question that is open; written by the admin loop, and only while none is. */
        private volatile long askedNs;

        private volatile boolean isOwed;

        Watch(String name, Predicate<Watch> question) {
            this.name = name;
            this.question = question;
        }

        /** At most one question is open, so that a stuck loop's mailbox does not fill; a full one owes an answer just the same. */
        void ask() {
            if (!isOwed) {
                askedNs = clock.nowNs();
                isOwed = true;
                question.test(this);
            } else if (isStuck()) {
                question.test(this); // the first one may have met a full mailbox
            }
        }

        void answered() {
            isOwed = false;
        }

        boolean isStuck() {
            return isOwed && clock.nowNs() - askedNs > PATIENCE_NS;
        }
    }

    private final class LoopWatch extends Watch {
        private final Facts.Loop loop;
        private volatile Facts.Gauges gauges;

        LoopWatch(Facts.Loop loop) {
            super(loop.name(), watch -> loop.ask(((LoopWatch) watch)::answered));
            this.loop = loop;
        }

        @Override
        boolean isStuck() {
            return loop.hasDied() || super.isStuck();
        }

        private void answered(Facts.Gauges told) {
            gauges = told;
            answered();
        }
    }
}
