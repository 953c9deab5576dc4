package weir.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import weir.model.Backend;
import weir.model.Pool;
import weir.testkit.Setup;

class MembershipTest {
    private final Pool pool = new Setup().backends(3).configuration().pools().get(0);

    private static Backend backend(String id, int port) {
        return new Backend(id, new InetSocketAddress("127.0.0.1", port));
    }

    private static Membership of(Pool pool) {
        return new Membership(pool, 4);
    }

    @Test
    void keepsTheOthersWhereTheyAre() {
        final Pool less = of(pool).without(1);
        assertEquals(2, less.backendCount());
        assertEquals(-1, less.indexOf("b1"));
        assertSame(pool.backends().get(2), less.backends().get(less.indexOf("b2")));
    }

    @Test
    void givesAnIndexToAnotherOnlyWhenItIsFree() {
        final Pool less = of(pool).without(1);
        assertEquals(1, of(less).with(backend("new", 1), index -> true).indexOf("new"));
        assertEquals(3, of(less).with(backend("new", 1), index -> false).indexOf("new"));
    }

    @Test
    void refusesASecondBackendOfOneIdOrAddress() {
        assertTrue(of(pool).obstacle(backend("b1", 1), index -> true).contains("id"));
        final Backend twin = new Backend("twin", pool.backends().get(2).address());
        assertTrue(of(pool).obstacle(twin, index -> true).contains("address, b2"));
        assertNull(of(pool).obstacle(backend("b3", 1), index -> true));
        assertNull(of(of(pool).without(1)).obstacle(backend("b1", 1), index -> true), "who was removed may come again");
    }

    @Test
    void refusesWhatItHasNoRoomFor() {
        final Pool full = of(pool).with(backend("b3", 1), index -> true);
        assertTrue(of(full).obstacle(backend("b4", 2), index -> true).contains("room for 4"));
        final Pool less = of(full).without(0);
        assertNull(of(less).obstacle(backend("b4", 2), index -> true));
        assertTrue(of(less).obstacle(backend("b4", 2), index -> false).contains("room for 4"));
    }
}
