package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Gives one message to an incremental parser in every way in which a network may: whole, in two parts cut at every
 * place, byte by byte, at several positions of the buffer, and moved between two reads. The answer must not depend on
 * it.
 *
 * <p>Bytes that have not arrived yet are {@code ~} in the buffer, so a parser that looks ahead is caught.
 */
public final class EverySplit {
    /** Around the eight bytes of SWAR, and with the room that a growing head needs. */
    private static final int[] POSITIONS = {1024, 1025, 1031, 2048};

    private static final int ROOM_AFTER = 16;
    private static final byte NOT_ARRIVED = '~';

    private EverySplit() {}

    /** One run of one parser over one message. */
    public interface Run {
        /**
         * {@code in[from, to)} has come; the message starts at {@code start}.
         *
         * @return true when the parser wants more
         */
        boolean feed(ByteBuffer in, int start, int from, int to);

        /** All that the run has found out, with a good {@code equals} and a readable {@code toString}. */
        Object answer();
    }

    /** Asserts that every way leads to the same answer, and returns it. */
    public static Object answer(byte[] wire, Supplier<? extends Run> runs) {
        final Object expected = inParts(wire, runs, POSITIONS[0]);
        for (int position : POSITIONS) {
            assertEquals(expected, inParts(wire, runs, position), "at position " + position);
        }
        for (int cut = 1; cut < wire.length; cut++) {
            assertEquals(expected, inParts(wire, runs, POSITIONS[cut & 3], cut), "cut at " + cut);
        }
        assertEquals(expected, byteByByte(wire, runs, 0), "byte by byte");
        assertEquals(expected, byteByByte(wire, runs, 1), "byte by byte, moved each time");
        return expected;
    }

    public static Object answer(String wire, Supplier<? extends Run> runs) {
        return answer(Wire.bytes(wire), runs);
    }

    /** For fuzzing: whole, cut at two random places, cut again. */
    public static Object answerAtSomeSplits(byte[] wire, Supplier<? extends Run> runs, RandomGenerator random) {
        final Object expected = inParts(wire, runs, POSITIONS[0]);
        for (int i = 0; i < 2; i++) {
            final int[] cuts = random.ints(2, 0, wire.length + 1).sorted().toArray();
            final Object answer = inParts(wire, runs, POSITIONS[0] + i, cuts);
            if (!expected.equals(answer)) { // the message is only made when it is needed
                assertEquals(expected, answer, "cut at " + Arrays.toString(cuts));
            }
        }
        return expected;
    }

    /** @param cuts ascending */
    public static Object inParts(byte[] wire, Supplier<? extends Run> runs, int position, int... cuts) {
        final ByteBuffer in = room(position, wire);
        final Run run = runs.get();
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            final int to = i < cuts.length ? cuts[i] : wire.length;
            in.put(position + from, wire, from, to - from);
            if (!run.feed(in, position, position + from, position + to)) {
                break;
            }
            from = to;
        }
        return run.answer();
    }

    /** @param step how far all bytes so far are moved towards the front between two reads */
    private static Object byteByByte(byte[] wire, Supplier<? extends Run> runs, int step) {
        int position = POSITIONS[0] + step * wire.length;
        final ByteBuffer in = room(position, wire);
        final Run run = runs.get();
        for (int at = 0; at < wire.length; at++) {
            in.put(position + at, wire[at]);
            if (!run.feed(in, position, position + at, position + at + 1)) {
                break;
            }
            in.put(position - step, in, position, at + 1);
            position -= step;
            in.put(position + at + 1, NOT_ARRIVED);
        }
        return run.answer();
    }

    private static final ThreadLocal<ByteBuffer> ROOM = ThreadLocal.withInitial(() -> Wire.direct(1 << 17));

    /** The same buffer each time, as in a loop; cleaned as far as the parser could look. */
    private static ByteBuffer room(int position, byte[] wire) {
        final int bytes = position + wire.length + ROOM_AFTER;
        if (ROOM.get().capacity() < bytes) {
            ROOM.set(Wire.direct(bytes));
        }
        final ByteBuffer in = ROOM.get();
        for (int i = position; i < bytes; i++) {
            in.put(i, NOT_ARRIVED);
        }
        return in;
    }
}
