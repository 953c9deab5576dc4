package weir.bench.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import weir.bench.report.Numbers;

/** Who shares the cores, and how steady they are. Immutable, any thread. */
final class CpuChecks {
    private static final String CPUS = "/sys/devices/system/cpu/";
    private static final double STEAL_SPOILS_PERCENT = 1;
    private static final double STEAL_BEWARE_PERCENT = 0.1;
    private static final double BUSY_SPOILS_PERCENT = 20;
    private static final double BUSY_BEWARE_PERCENT = 5;

    private final Machine machine;

    CpuChecks(Machine machine) {
        this.machine = machine;
    }

    List<Finding> still(Long pidOrNull) {
        final List<Finding> findings = new ArrayList<>(List.of(cores(), threadSiblings(), quota(), governor()));
        if (pidOrNull != null) {
            findings.add(pinning(pidOrNull));
        }
        findings.add(loadAverage());
        return findings;
    }

    /** Cores that this process may run on. */
    int coreCount() {
        return allowed("self").map(CpuChecks::count).orElse(1);
    }

    Finding cores() {
        final String meaning =
                "Client, balancer and origin each want a core of their own. With two, wrk and the origin share "
                        + "one: CPU time per request can be trusted, throughput and latency say little.";
        final int count = coreCount();
        final String found = count + (count == 1 ? " core" : " cores");
        if (count >= 3) {
            return Finding.fine("cores", found, meaning);
        }
        return count == 2
                ? Finding.beware(
                        "cores",
                        found + ": the client and the origin share one",
                        meaning,
                        "believe CPU per request (compare), not requests/s; or use a machine with four")
                : Finding.spoils("cores", found + ": all three share it", meaning, "use a machine with more cores");
    }

    Finding threadSiblings() {
        final String name = "siblings";
        final String meaning =
                "Two hardware threads of one core slow each other down, so a proxy's CPU time depends on what the "
                        + "load generator does next door.";
        final Set<String> physical = new TreeSet<>();
        for (String cpu : machine.names(CPUS)) {
            if (cpu.matches("cpu[0-9]+")) {
                machine.file(CPUS + cpu + "/topology/thread_siblings_list").ifPresent(physical::add);
            }
        }
        if (physical.isEmpty()) {
            return Finding.unknown(name, "the topology is not to be seen", meaning);
        }
        final List<String> shared =
                physical.stream().filter(list -> count(list) > 1).toList();
        return shared.isEmpty()
                ? Finding.fine(name, "each CPU is a core of its own, as far as one can see", meaning)
                : Finding.beware(
                        name,
                        "hardware threads of one core: " + String.join("; ", shared),
                        meaning,
                        "choose --proxy-core and --load-core on different cores, or: "
                                + "echo off > /sys/devices/system/cpu/smt/control (as root)");
    }

    Finding quota() {
        final String name = "quota";
        final String meaning =
                "A container's quota stops all its threads for the rest of each period once it is used up, which looks "
                        + "like latency.";
        final Optional<String> quota = machine.file("/proc/self/cgroup").flatMap(this::quotaOf);
        if (quota.isEmpty() || quota.get().startsWith("max")) {
            return Finding.fine(name, "none", meaning);
        }
        final String[] parts = quota.get().split("\\s+");
        final double cores = Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
        final String found = Numbers.two(cores) + " cores of " + coreCount();
        return cores < coreCount()
                ? Finding.spoils(name, found, meaning, "start the container without --cpus; pin it with --cpuset-cpus")
                : Finding.fine(name, found, meaning);
    }

    /** @param group such as {@code 0::/system.slice/x}; in a container {@code 0::/} */
    private Optional<String> quotaOf(String group) {
        return group.lines()
                .filter(line -> line.startsWith("0::"))
                .findFirst()
                .flatMap(line -> machine.file("/sys/fs/cgroup" + line.substring("0::".length()) + "/cpu.max"));
    }

    Finding governor() {
        final String name = "governor";
        final String meaning =
                "Another governor than performance changes the clock with the load, so that the same work takes more "
                        + "or less CPU time.";
        final Set<String> governors = new TreeSet<>();
        for (String cpu : machine.names(CPUS)) {
            machine.file(CPUS + cpu + "/cpufreq/scaling_governor").ifPresent(governors::add);
        }
        if (governors.isEmpty()) {
            return Finding.unknown(name, "not to be seen, as in most virtual machines", meaning);
        }
        return governors.equals(Set.of("performance"))
                ? Finding.fine(name, "performance", meaning)
                : Finding.spoils(
                        name, String.join(", ", governors), meaning, "cpupower frequency-set -g performance (as root)");
    }

    Finding pinning(long pid) {
        final String name = "pinning";
        final String meaning = "A process that may run on every core takes the client's and the origin's, too.";
        final Optional<String> weirs = allowed(Long.toString(pid));
        if (weirs.isEmpty()) {
            return Finding.unknown(name, "process " + pid + " is not to be read", meaning);
        }
        final String found = "process " + pid + " may run on CPUs " + weirs.get();
        return count(weirs.get()) < coreCount()
                ? Finding.fine(name, found, meaning)
                : Finding.beware(name, found + ", which is all", meaning, "taskset -a -p -c 0 " + pid);
    }

    Finding loadAverage() {
        final String name = "load-average";
        final String meaning =
                "How many threads ran or wanted to, on average over the last minute. Others' work takes turns with "
                        + "yours on the cores, and empties their caches.";
        final Optional<String> line = machine.file("/proc/loadavg");
        if (line.isEmpty()) {
            return Finding.unknown(name, "not to be read", meaning);
        }
        final double load = Double.parseDouble(line.get().split(" ")[0]);
        final String found = Numbers.two(load) + " on " + coreCount() + " cores";
        return load < 0.5 * coreCount()
                ? Finding.fine(name, found, meaning)
                : Finding.beware(name, found, meaning, "wait, or find who: top");
    }

    /** @param isLoaded a Weir is looked at, perhaps under load, so cores that are busy are no surprise */
    static List<Finding> busy(CpuTicks before, CpuTicks after, boolean isLoaded) {
        return List.of(steal(after.stealPercentSince(before)), busy(after.busyPercentSince(before), isLoaded));
    }

    static Finding steal(double percent) {
        final String meaning = "The hypervisor gave the cores to somebody else, which no program here can see.";
        final String found = Numbers.two(percent) + " % of the time";
        final String fix =
                "measure at another hour or on another machine; repeat, and compare ratios of neighbouring rounds";
        if (percent >= STEAL_SPOILS_PERCENT) {
            return Finding.spoils("steal", found, meaning, fix);
        }
        return percent >= STEAL_BEWARE_PERCENT
                ? Finding.beware("steal", found, meaning, fix)
                : Finding.fine("steal", found, meaning);
    }

    static Finding busy(double percent, boolean isLoaded) {
        final String meaning = isLoaded
                ? "All processes, Weir and its load among them."
                : "Nothing of yours runs yet, so it is others' work that would disturb the measurement.";
        final String found = Numbers.whole(percent) + " % of all cores, just now";
        final String fix = "find who, and stop it: top";
        if (isLoaded || percent < BUSY_BEWARE_PERCENT) {
            return Finding.fine("busy", found, meaning);
        }
        return percent >= BUSY_SPOILS_PERCENT
                ? Finding.spoils("busy", found, meaning, fix)
                : Finding.beware("busy", found, meaning, fix);
    }

    private Optional<String> allowed(String process) {
        return machine.file("/proc/" + process + "/status")
                .flatMap(text -> text.lines()
                        .filter(line -> line.startsWith("Cpus_allowed_list:"))
                        .map(line -> line.substring(line.indexOf(':') + 1).trim())
                        .findFirst());
    }

    /** Of a list such as {@code 0-3,8}. */
    static int count(String list) {
        int count = 0;
        for (String range : list.split(",")) {
            final String[] ends = range.trim().split("-");
            count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
        }
        return count;
    }
}
