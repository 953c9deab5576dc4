package weir.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.balance.Algorithm;
import weir.balance.BackendSet;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.model.Backend;
import weir.model.HealthCheck;
import weir.model.KeepAlive;
import weir.model.Pool;
import weir.model.PoolTimeouts;
import weir.model.RetryPolicy;

/** What was learnt goes from tier to tier, whether or not there are backups before and after. */
class TiersTest {
    private static final Backend PRIMARY = new Backend("p", new InetSocketAddress("127.0.0.1", 1));
    private static final Backend BACKUP = new Backend("b", new InetSocketAddress("127.0.0.1", 2)).withBackup(true);

    private final List<String> lessons = new ArrayList<>();

    /** Says from whom it has learnt. */
    private final class Pupil implements Picker {
        private final String name;

        Pupil(String name) {
            this.name = name;
        }

        @Override
        public int pick(PickContext context) {
            return NONE;
        }

        @Override
        public void learnFrom(Picker before) {
            lessons.add(name + " from " + ((Pupil) before).name);
        }
    }

    private static Tiers tiers(Backend... backends) {
        return new Tiers(new Pool(
                "app",
                Algorithm.PEAK_EWMA,
                null,
                List.of(backends),
                HealthCheck.DEFAULTS,
                PoolTimeouts.DEFAULTS,
                KeepAlive.DEFAULTS,
                RetryPolicy.DEFAULTS));
    }

    /** Named by the backend that has weight in its set. */
    private Picker picker(Tiers tiers, String when) {
        return tiers.picker(set -> new Pupil(when + (isOfPrimaries(set) ? " primaries" : " backups")));
    }

    private static boolean isOfPrimaries(BackendSet set) {
        return set.weight(0) > 0;
    }

    private List<String> lessons(Tiers before, Tiers after) {
        after.teach(picker(after, "new"), picker(before, "old"));
        return lessons;
    }

    @Test
    void eachTierGoesOnWithWhatItKnew() {
        assertEquals(
                List.of("new primaries from old primaries", "new backups from old backups"),
                lessons(tiers(PRIMARY, BACKUP), tiers(PRIMARY, BACKUP)));
    }

    @Test
    void primariesGoOnWhenTheFirstBackupHasCome() {
        assertEquals(List.of("new primaries from old primaries"), lessons(tiers(PRIMARY), tiers(PRIMARY, BACKUP)));
    }

    @Test
    void primariesGoOnWhenTheLastBackupHasGone() {
        assertEquals(
                List.of("new primaries from old primaries"),
                lessons(tiers(PRIMARY, BACKUP), tiers(PRIMARY, Backend.VACANT)));
    }
}
