package weir.bench.doctor;

import java.util.List;
import java.util.Optional;

/** Limits and settings of the kernel. Immutable, any thread. */
final class KernelChecks {
    /** Jars, logs, selectors and listeners, beside the connections. */
    private static final int SPARE_DESCRIPTORS = 200;

    private static final int TIME_WAIT_S = 60;

    private final Machine machine;
    private final int connections;

    /** @param connections that clients are going to open */
    KernelChecks(Machine machine, int connections) {
        this.machine = machine;
        this.connections = connections;
    }

    List<Finding> all(Long pidOrNull) {
        return List.of(
                pidOrNull == null ? shellDescriptors() : descriptors(pidOrNull.toString()),
                ports(),
                backlog(),
                timeWaitReuse(),
                congestionControl(),
                hugePages());
    }

    /** Those of who started this command: other programs get the same, but a JVM has raised its own limit by now. */
    private Finding shellDescriptors() {
        return descriptors(machine.file("/proc/self/status")
                .flatMap(text -> text.lines()
                        .filter(line -> line.startsWith("PPid:"))
                        .map(line -> line.substring("PPid:".length()).trim())
                        .findFirst())
                .filter(parent -> machine.file("/proc/" + parent + "/limits").isPresent())
                .orElse("self"));
    }

    /** @param process its directory in /proc */
    Finding descriptors(String process) {
        final String name = "descriptors";
        final int needed = 2 * connections + SPARE_DESCRIPTORS;
        final String meaning = "A proxy needs two for each client's connection, so " + needed + " for " + connections
                + ". Without them it refuses or delays connections, and that is what is measured.";
        final Optional<String> line = machine.file("/proc/" + process + "/limits")
                .flatMap(text -> text.lines()
                        .filter(each -> each.startsWith("Max open files"))
                        .findFirst());
        if (line.isEmpty()) {
            return Finding.unknown(name, "no limits of process " + process + " to be read", meaning);
        }
        final String soft =
                line.get().substring("Max open files".length()).trim().split("\\s+")[0];
        final String found = soft + " may be open by process " + process;
        if (soft.equals("unlimited") || Long.parseLong(soft) >= needed) {
            return Finding.fine(name, found, meaning);
        }
        final String fix = "ulimit -n " + needed + " before it is started, or as root: prlimit --pid " + process
                + " --nofile=" + needed;
        return Finding.spoils(name, found, meaning, fix);
    }

    Finding ports() {
        final String name = "ports";
        final String meaning = "Each open connection to one address takes a port of its own, and for " + TIME_WAIT_S
                + " s after its end too, unless tw-reuse lets it go. Without keep-alive that bounds the rate.";
        final Optional<String> range = machine.file("/proc/sys/net/ipv4/ip_local_port_range");
        if (range.isEmpty()) {
            return Finding.unknown(name, "no port range to be read", meaning);
        }
        final String[] ends = range.get().split("\\s+");
        final int count = Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1;
        final String found = count + " ports (" + ends[0] + " to " + ends[1] + "): " + count / TIME_WAIT_S
                + " new connections/s to one address where TIME_WAIT is kept";
        final String fix = "sysctl -w net.ipv4.ip_local_port_range=\"10000 65535\"";
        if (count < 2 * connections) {
            return Finding.spoils(name, found, meaning, fix);
        }
        return count < 20_000 ? Finding.beware(name, found, meaning, fix) : Finding.fine(name, found, meaning);
    }

    Finding backlog() {
        final String meaning =
                "Connections that are opened at once wait in a listener's queue of that length; those that do "
                        + "not fit are dropped, and come back after 1 s.";
        return number("/proc/sys/net/core/somaxconn")
                .map(length -> length >= connections
                        ? Finding.fine("somaxconn", length + " connections may wait to be accepted", meaning)
                        : Finding.spoils(
                                "somaxconn",
                                length + " connections may wait to be accepted, but " + connections + " come",
                                meaning,
                                "sysctl -w net.core.somaxconn=" + Math.max(4_096, connections)))
                .orElseGet(() -> Finding.unknown("somaxconn", "not to be read", meaning));
    }

    Finding timeWaitReuse() {
        final String name = "tw-reuse";
        final String meaning = "Whether a port in TIME_WAIT may be taken for a new connection. Without it, measuring "
                + "without keep-alive runs out of ports.";
        return switch (machine.file("/proc/sys/net/ipv4/tcp_tw_reuse").orElse("")) {
            case "" -> Finding.unknown(name, "not to be read", meaning);
            case "1" -> Finding.fine(name, "for all addresses", meaning);
            case "2" -> Finding.fine(name, "on loopback", meaning);
            default -> Finding.beware(name, "off", meaning, "sysctl -w net.ipv4.tcp_tw_reuse=2");
        };
    }

    Finding congestionControl() {
        final String name = "congestion";
        final String meaning =
                "bbr paces what is sent with timers, which costs CPU and time on a network without loss; "
                        + "figures taken with another algorithm do not compare.";
        final String found =
                machine.file("/proc/sys/net/ipv4/tcp_congestion_control").orElse("");
        if (found.isEmpty()) {
            return Finding.unknown(name, "not to be read", meaning);
        }
        return found.startsWith("bbr")
                ? Finding.beware(name, found, meaning, "sysctl -w net.ipv4.tcp_congestion_control=cubic")
                : Finding.fine(name, found, meaning);
    }

    Finding hugePages() {
        final String name = "huge-pages";
        final String meaning =
                "With \"always\" the kernel gives 2 MiB where 4 KiB were asked for and merges pages in the "
                        + "background: memory per connection is overstated, and latencies have spikes.";
        final String modes =
                machine.file("/sys/kernel/mm/transparent_hugepage/enabled").orElse("");
        if (modes.isEmpty()) {
            return Finding.fine(name, "no transparent huge pages in this kernel", meaning);
        }
        final String mode = modes.replaceAll(".*\\[(.*)].*", "$1");
        return mode.equals("always")
                ? Finding.beware(
                        name, mode, meaning, "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled (as root)")
                : Finding.fine(name, mode, meaning);
    }

    private Optional<Long> number(String path) {
        return machine.file(path).filter(text -> text.matches("[0-9]{1,18}")).map(Long::parseLong);
    }
}
