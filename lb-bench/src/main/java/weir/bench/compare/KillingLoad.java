package weir.bench.compare;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import weir.bench.host.CannotMeasure;

/**
 * A steady load during which one origin is killed, as if its machine had lost power, and started again.
 *
 * <pre>
 *   0 ------ both serve ------ 1/3 ------ one is dead ------ 2/3 ------ both serve ------ end
 * </pre>
 *
 * <p>Thread: the command's own, and one that kills.
 */
final class KillingLoad implements LoadSource {
    private static final int PARTS = 3;

    private final LoadSource load;
    private final Origins origins;

    KillingLoad(LoadSource load, Origins origins) {
        this.load = load;
        this.origins = origins;
    }

    @Override
    public Answers run(Server server, int seconds) throws IOException, InterruptedException {
        final Killer killer = new Killer(seconds);
        killer.start();
        final Answers answers;
        try {
            answers = load.run(server, seconds);
        } finally {
            killer.join();
        }
        if (killer.failure != null) {
            throw new CannotMeasure("the origin could not be started again: " + killer.failure.getMessage());
        }
        return answers;
    }

    private final class Killer extends Thread {
        private final long partMs;
        /** Read after the thread has ended. */
        private Exception failure;

        Killer(int seconds) {
            super("killer");
            this.partMs = TimeUnit.SECONDS.toMillis(seconds) / PARTS;
        }

        @Override
        public void run() {
            try {
                Thread.sleep(OwnLoad.WARM_UP_MS + partMs);
                origins.killLast();
                Thread.sleep(partMs);
                origins.startLastAgain();
            } catch (IOException | InterruptedException | CannotMeasure e) {
                failure = e;
            }
        }
    }
}
