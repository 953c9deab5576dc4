package weir.bench.compare;

import java.io.IOException;
import java.util.List;
import weir.bench.host.CannotMeasure;
import weir.bench.host.Child;
import weir.bench.host.CpuSample;

/** A peer or an origin, running and listening. Thread: the command's own. */
record Server(Peer peer, Child child, int port) {
    String name() {
        return peer.name();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    String url(Scenario scenario) {
        return scenario.setting().scheme() + "://" + address()
                + scenario.traffic().path();
    }

    CpuSample cpu() throws IOException {
        return CpuSample.of(pids());
    }

    List<Long> pids() throws IOException {
        if (!child.isAlive()) {
            throw new CannotMeasure(child.complaint("died"));
        }
        return child.pids();
    }
}
