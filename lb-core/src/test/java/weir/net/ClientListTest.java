package weir.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientListTest {
    private final ClientList list = new ClientList();
    private final List<Client> clients = new ArrayList<>();
    private final List<Integer> seen = new ArrayList<>();

    /** Does nothing by itself. */
    private static final class Silent extends Client {
        @Override
        protected void onReady(int readyOps) {}

        @Override
        public void drain() {}

        @Override
        public void cut() {}

        @Override
        protected void onFault() {}
    }

    /** The first one is 0. */
    private void add(int count) {
        for (int i = 0; i < count; i++) {
            clients.add(0, new Silent());
            list.add(clients.get(0));
        }
    }

    @Test
    void goesThroughAll() {
        add(4);
        list.forEach(client -> seen.add(clients.indexOf(client)));
        assertEquals(List.of(0, 1, 2, 3), seen);
    }

    /** As when one client's end gives another one's request back what it waits for, and that one ends, too. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, '[0, 1, 2, 3]'",
        "0, 1, '[0, 2, 3]'",
        "1, 2, '[0, 1, 3]'",
        "1, 0, '[0, 1, 2, 3]'",
        "2, 3, '[0, 1, 2]'",
        "3, 3, '[0, 1, 2, 3]'",
    })
    void anyClientMayGoMeanwhile(int when, int who, String expected) {
        add(4);
        list.forEach(client -> {
            seen.add(clients.indexOf(client));
            if (clients.indexOf(client) == when) {
                list.remove(clients.get(who));
            }
        });
        assertEquals(expected, seen.toString());
        assertEquals(3, list.count());
    }

    @Test
    void allMayGoAtOnce() {
        add(4);
        list.forEach(client -> {
            seen.add(clients.indexOf(client));
            clients.forEach(list::remove);
        });
        assertEquals(List.of(0), seen);
        assertEquals(0, list.count());
    }
}
