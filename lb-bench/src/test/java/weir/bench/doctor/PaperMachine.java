package weir.bench.doctor;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.bench.host.Tool;

/** A machine that exists on paper: what its files say, before and after the pause. */
final class PaperMachine implements Machine {
    private final Map<String, String> files = new HashMap<>();
    private final Map<String, String> later = new HashMap<>();
    private final Map<Tool, String> versions = new HashMap<>();
    private String flags;
    private int pauses;

    PaperMachine() {
        file("/proc/self/status", "Name:\tjava\nPPid:\t7\nCpus_allowed_list:\t0-3");
        file("/proc/7/limits", limits("65536"));
        file("/proc/sys/net/ipv4/ip_local_port_range", "10000\t65535");
        file("/proc/sys/net/core/somaxconn", "4096");
        file("/proc/sys/net/ipv4/tcp_tw_reuse", "2");
        file("/proc/sys/net/ipv4/tcp_congestion_control", "cubic");
        file("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never");
        for (int cpu = 0; cpu < 4; cpu++) {
            file("/sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list", Integer.toString(cpu));
            file("/sys/devices/system/cpu/cpu" + cpu + "/cpufreq/scaling_governor", "performance");
        }
        file("/proc/loadavg", "0.10 0.20 0.30 1/100 999");
        file("/proc/stat", "cpu  100 0 100 1000 0 0 0 0 0 0");
        later("/proc/stat", "cpu  101 0 101 1398 0 0 0 0 0 0");
        for (Tool tool : Tool.values()) {
            versions.put(tool, tool + " 1.0");
        }
    }

    /** A Weir with process id 9, pinned, and with the options of conf/jvm.options. */
    PaperMachine withWeir() {
        file("/proc/9/limits", limits("65536"));
        file("/proc/9/status", "Cpus_allowed_list:\t0");
        flags = "9:\n-XX:AutoBoxCacheMax=65536 -XX:+UseParallelGC";
        thread(1, "loop-0", 1_000_000, 801_000_000);
        thread(2, "C2 CompilerThre", 5_000_000_000L, 5_001_000_000L);
        thread(3, "GC Thread#0", 70_000_000, 70_000_000);
        return this;
    }

    PaperMachine thread(int id, String name, long beforeNs, long afterNs) {
        file("/proc/9/task/" + id + "/comm", name);
        file("/proc/9/task/" + id + "/schedstat", beforeNs + " 5 6");
        return later("/proc/9/task/" + id + "/schedstat", afterNs + " 7 8");
    }

    static String limits(String soft) {
        return "Limit                     Soft Limit           Hard Limit           Units\n"
                + "Max processes             1                    1                    processes\n"
                + "Max open files            " + soft + "                65536                files";
    }

    PaperMachine file(String path, String content) {
        files.put(path, content);
        return this;
    }

    PaperMachine later(String path, String content) {
        later.put(path, content);
        return this;
    }

    PaperMachine without(String path) {
        files.keySet().removeIf(file -> file.startsWith(path));
        return this;
    }

    PaperMachine without(Tool tool) {
        versions.remove(tool);
        return this;
    }

    PaperMachine flags(String words) {
        flags = words;
        return this;
    }

    @Override
    public Optional<String> file(String path) {
        final String now = pauses > 0 ? later.get(path) : null;
        return Optional.ofNullable(now == null ? files.get(path) : now);
    }

    @Override
    public List<String> names(String directory) {
        return files.keySet().stream()
                .filter(path -> path.startsWith(directory))
                .map(path -> path.substring(directory.length()).split("/")[0])
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public Optional<String> version(Tool tool) {
        return Optional.ofNullable(versions.get(tool));
    }

    @Override
    public Optional<String> jcmd(long pid, String command) {
        return Optional.ofNullable(flags);
    }

    @Override
    public Optional<String> metrics(URI admin) {
        return file(admin.toString());
    }

    @Override
    public void pause() {
        pauses++;
    }

    @Override
    public long pauseNs() {
        return 1_000_000_000;
    }
}
