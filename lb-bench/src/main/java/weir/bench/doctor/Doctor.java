package weir.bench.doctor;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks all the checks: first what stands still, then what can only be told from two looks. Thread: the command's own.
 */
final class Doctor {
    private final Machine machine;
    private final int connections;
    private final Long pid;
    private final URI admin;

    /**
     * @param connections that clients are going to open
     * @param pid of a running Weir, or null
     * @param admin its admin API, or null
     */
    Doctor(Machine machine, int connections, Long pid, URI admin) {
        this.machine = machine;
        this.connections = connections;
        this.pid = pid;
        this.admin = admin;
    }

    List<Finding> examine() throws InterruptedException {
        final List<Finding> findings = new ArrayList<>(new KernelChecks(machine, connections).all(pid));
        findings.addAll(new CpuChecks(machine).still(pid));
        if (pid != null) {
            findings.addAll(new JvmChecks(machine, pid).still());
        }
        findings.addAll(moving());
        findings.addAll(ToolChecks.all(machine));
        return findings;
    }

    private List<Finding> moving() throws InterruptedException {
        final Look before = look();
        machine.pause();
        final Look after = look();
        final List<Finding> findings = new ArrayList<>();
        if (before.cores.isPresent() && after.cores.isPresent()) {
            final boolean isLoaded = pid != null || admin != null;
            findings.addAll(CpuChecks.busy(before.cores.get(), after.cores.get(), isLoaded));
        }
        if (pid != null) {
            findings.addAll(new JvmChecks(machine, pid).active(before.threads, after.threads));
        }
        if (admin != null) {
            findings.add(UpstreamCheck.of(before.metrics, after.metrics));
        }
        return findings;
    }

    private Look look() {
        return new Look(
                CpuTicks.of(machine),
                pid == null ? null : ThreadTimes.of(machine, pid),
                admin == null ? Optional.empty() : machine.metrics(admin));
    }

    /** All that moves, at one moment. */
    private record Look(Optional<CpuTicks> cores, ThreadTimes threads, Optional<String> metrics) {}
}
