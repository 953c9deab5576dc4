package weir.bench.sim;

import weir.balance.PickContext;

/** One request through all its attempts, as Weir sees it. Reused. Thread: the simulation's. */
final class Request {
    final PickContext tried = new PickContext();
    long arrivalNs;
    double workNs;
    VirtualLoop loop;
    int attemptsLeft;

    /** Of the attempt under way. */
    int backend;

    long attemptNs;
}
