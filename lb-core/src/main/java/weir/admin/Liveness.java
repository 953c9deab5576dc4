package weir.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whether the loops turn: each is asked once a second to answer from its own thread, an idle one as well. A loop that
 * has owed an answer for two of these seconds is stuck, and one that has died is so at once. They are counted and not
 * measured: while the process is stopped, or its machine suspended, nobody owes anything. With the answer comes what
 * only the loop can read.
 *
 * <p>Thread: {@link #ask} by the admin loop; the answers by the loops; all else by any thread.
 */
final class Liveness {
    private static final int SECONDS_OWED_MAX = 2;

    private final List<Watch> watches = new ArrayList<>();

    Liveness(RuntimeView runtime) {
        runtime.loops().forEach(loop -> watches.add(new LoopWatch(loop)));
        watches.add(new Watch("probe", watch -> runtime.askProbe(watch::answered)));
    }

    /** Once a second. */
    void ask() {
        watches.forEach(Watch::ask);
    }

    /** Names of the loops that do not turn. */
    List<String> stuck() {
        return watches.stream().filter(Watch::isStuck).map(watch -> watch.name).toList();
    }

    /** What the loop of that number has told last; null before its first answer. */
    RuntimeView.Gauges gauges(int loop) {
        return ((LoopWatch) watches.get(loop)).gauges;
    }

    private class Watch {
        final String name;
        private final Predicate<Watch> question;
        /** For which an answer has been owed; written by the admin loop. */
        private volatile int secondsOwed;

        private volatile boolean isOwed;

        Watch(String name, Predicate<Watch> question) {
            this.name = name;
            this.question = question;
        }

        /**
         * At most one question is open, so that a stuck loop's mailbox does not fill; a full one owes an answer just
         * the same.
         */
        void ask() {
            if (!isOwed) {
                secondsOwed = 0;
                isOwed = true;
                question.test(this);
                return;
            }
            if (secondsOwed < SECONDS_OWED_MAX) {
                secondsOwed++;
            }
            if (secondsOwed == SECONDS_OWED_MAX) {
                question.test(this); // the first one may have met a full mailbox
            }
        }

        void answered() {
            isOwed = false;
        }

        boolean isStuck() {
            return isOwed && secondsOwed == SECONDS_OWED_MAX;
        }
    }

    private final class LoopWatch extends Watch {
        private final RuntimeView.Loop loop;
        private volatile RuntimeView.Gauges gauges;

        LoopWatch(RuntimeView.Loop loop) {
            super(loop.name(), watch -> loop.ask(((LoopWatch) watch)::answered));
            this.loop = loop;
        }

        @Override
        boolean isStuck() {
            return loop.hasDied() || super.isStuck();
        }

        private void answered(RuntimeView.Gauges told) {
            gauges = told;
            answered();
        }
    }
}
