package weir.filter;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import weir.buf.Ascii;
import weir.model.Faults;
import weir.model.Listener;
import weir.model.Route;

/**
 * {@code faults} of a route: a lot for each request says whether it is answered with an error, and another one whether
 * it waits before it goes to a backend, as one does that a rate limit lets wait. Thread: owning loop only.
 */
final class FaultsFilter implements RequestFilter {
    /** A short text. */
    private static final int BYTES_MAX = 128;

    private static final byte[] PLAIN_TEXT_LINE = Ascii.bytes("Content-Type: text/plain\r\n");

    private final RouteAnswers tools;
    private final Faults faults;
    private final DoubleSupplier lot;
    private final long delayNs;
    private final byte[] body;

    /** @param lot from 0 to 1, without 1 */
    FaultsFilter(RouteAnswers tools, Faults faults, DoubleSupplier lot) {
        this.tools = tools;
        this.faults = faults;
        this.lot = lot;
        delayNs = faults.delayMs() * 1_000_000L;
        body = Ascii.bytes(faults.abortStatus() + " fault_injected\n");
    }

    /** Null where there are none. */
    static FaultsFilter of(RouteAnswers tools, Faults faults) {
        return faults.equals(Faults.NONE) ? null : new FaultsFilter(tools, faults, new SplittableRandom()::nextDouble);
    }

    /** Most that one says; 0 = no route of the listener has any. */
    static int bytesMax(Listener listener) {
        return listener.routes().stream()
                        .map(Route::policy)
                        .allMatch(policy -> policy.faults().equals(Faults.NONE))
                ? 0
                : BYTES_MAX;
    }

    @Override
    public boolean apply(RequestContext context) {
        if (faults.abortShare() > 0 && lot.getAsDouble() < faults.abortShare()) {
            return context.answer(tools.begin(faults.abortStatus(), context)
                    .add(PLAIN_TEXT_LINE)
                    .body(body)
                    .length());
        }
        if (faults.delayShare() > 0 && lot.getAsDouble() < faults.delayShare()) {
            context.delay(delayNs);
        }
        return PASS;
    }

    /** Routes of a listener that say the same share it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FaultsFilter filter && tools == filter.tools && faults.equals(filter.faults);
    }

    @Override
    public int hashCode() {
        return faults.hashCode();
    }
}
