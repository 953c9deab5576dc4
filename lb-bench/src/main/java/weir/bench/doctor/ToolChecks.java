package weir.bench.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import weir.bench.host.Tool;

/** Programs that measurements are made with. Any thread. */
final class ToolChecks {
    private static final Map<Tool, String> USES = Map.of(
            Tool.WRK, "compare loads with it",
            Tool.NGINX, "compare needs it as the origin, and compares with it",
            Tool.HAPROXY, "compare compares with it",
            Tool.STRACE, "compare --syscalls counts with it",
            Tool.PERF, "says where CPU time goes");

    private ToolChecks() {}

    static List<Finding> all(Machine machine) {
        return List.of(Tool.WRK, Tool.NGINX, Tool.HAPROXY, Tool.STRACE, Tool.PERF).stream()
                .map(tool -> of(machine, tool))
                .toList();
    }

    private static Finding of(Machine machine, Tool tool) {
        final String name = tool.name().toLowerCase(Locale.ROOT);
        final String meaning = "Not needed by all commands: " + USES.get(tool) + ".";
        return machine.version(tool)
                .map(version -> Finding.fine(name, version, meaning))
                .orElseGet(() -> Finding.beware(name, "not installed", meaning, "apt install " + tool.debianPackage()));
    }
}
