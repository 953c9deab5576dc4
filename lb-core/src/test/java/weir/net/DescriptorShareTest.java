package weir.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DescriptorShareTest {
    private final Descriptors all = new Descriptors(10);
    private final DescriptorShare share = new DescriptorShare(all, 1);

    @Test
    void letsInAsManyAsCanBeServed() {
        for (int i = 0; i < 5; i++) {
            assertTrue(share.admit(1));
        }
        assertFalse(share.admit(1));
        for (int i = 0; i < 5; i++) {
            share.onUpstreamOpened();
        }
        assertEquals(10, all.taken(), "the connections to backends were counted before");
        assertFalse(share.isOverdrawn());
    }

    @Test
    void countsThreeForTlsOnEitherSide() {
        assertTrue(new DescriptorShare(all, 3).admit(3));
        assertFalse(new DescriptorShare(all, 3).admit(3));
        assertEquals(6, all.taken());
    }

    @Test
    void keepsNothingForThoseWhoRest() {
        for (int i = 0; i < 5; i++) {
            share.admit(1);
        }
        share.rest();
        share.rest();
        assertTrue(share.admit(1));
        assertFalse(share.admit(1));
        share.wake();
        share.wake();
        assertTrue(share.isOverdrawn());
    }

    @Test
    void countsConnectionsToBackendsThatNobodyNeeds() {
        share.admit(1);
        for (int i = 0; i < 4; i++) {
            share.onUpstreamOpened();
        }
        assertEquals(5, all.taken());
        assertTrue(share.hasSpareUpstreams());
        assertTrue(share.admit(1));
        assertEquals(6, all.taken(), "it will use one of those that are there");
        share.leave(1);
        share.leave(1);
        assertEquals(4, all.taken());
        for (int i = 0; i < 4; i++) {
            share.onUpstreamClosed();
        }
        assertEquals(0, all.taken());
    }

    @Test
    void loopsShareWhatThereIs() {
        final DescriptorShare other = new DescriptorShare(all, 1);
        for (int i = 0; i < 4; i++) {
            share.admit(1);
        }
        assertTrue(other.admit(1));
        assertFalse(other.admit(1));
        share.leave(1);
        assertTrue(other.admit(1));
    }
}
