package weir.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One question for any bytes at all: does Weir make the same of them wherever they are cut, and would a strict backend find exactly the requests in
 * what Weir sends it?
 *
 * <p>Run by {@link RequestFuzzTest} over mutated messages, and by Jazzer, which knows this method's name, guided by coverage.
 */
public final class RequestFuzz {
    private RequestFuzz() {}

    public static void fuzzerTestOneInput(byte[] wire) {
        final RequestRun whole = RequestRun.of(wire, left -> left);
        final RequestRun bytewise = RequestRun.of(wire, left -> 1);
        final SplittableRandom random = new SplittableRandom(Arrays.hashCode(wire));
        final RequestRun cut = RequestRun.of(wire, left -> 1 + random.nextInt(Math.min(left, 40)));
        same(whole, bytewise);
        same(whole, cut);
        readable(whole);
    }

    private static void same(RequestRun one, RequestRun other) {
        if (one.requests() != other.requests() || one.fault() != other.fault()) {
            throw new AssertionError("cut differently: " + one.requests() + " requests and " + one.fault() + ", or "
                    + other.requests() + " requests and " + other.fault());
        }
        if (!Arrays.equals(one.sent(), other.sent())) {
            throw new AssertionError("cut differently, different bytes are sent");
        }
    }

    private static void readable(RequestRun run) {
        try {
            final int found = StrictReader.readAll(run.sent()).size();
            if (found != run.requests()) {
                throw new AssertionError(run.requests() + " requests were passed on, a backend finds " + found);
            }
        } catch (StrictReader.Bad e) {
            throw new AssertionError("a strict backend refuses what was passed on: " + e.getMessage(), e);
        }
    }
}
