package weir.bench.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.bench.doctor.Finding.Level;
import weir.bench.host.Tool;

class DoctorTest {
    private static final String ADMIN = "http://127.0.0.1:9900";

    private final PaperMachine machine = new PaperMachine();

    @Test
    void findsNothingOnAMachineThatIsReady() throws InterruptedException {
        machine.withWeir().file(ADMIN, metrics(1_000, 10)).later(ADMIN, metrics(90_000, 12));
        final List<Finding> findings = new Doctor(machine, 64, 9L, URI.create(ADMIN)).examine();
        assertEquals(
                List.of(),
                findings.stream().filter(each -> each.level() != Level.FINE).toList());
        assertEquals(24, findings.size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ports|/proc/sys/net/ipv4/ip_local_port_range|32768\t33000|SPOILS",
                "ports|/proc/sys/net/ipv4/ip_local_port_range|32768\t45000|BEWARE",
                "somaxconn|/proc/sys/net/core/somaxconn|128|SPOILS",
                "tw-reuse|/proc/sys/net/ipv4/tcp_tw_reuse|0|BEWARE",
                "congestion|/proc/sys/net/ipv4/tcp_congestion_control|bbr|BEWARE",
                "huge-pages|/sys/kernel/mm/transparent_hugepage/enabled|[always] madvise never|BEWARE",
                "cores|/proc/self/status|Cpus_allowed_list:\t0,2|BEWARE",
                "cores|/proc/self/status|Cpus_allowed_list:\t3|SPOILS",
                "siblings|/sys/devices/system/cpu/cpu1/topology/thread_siblings_list|0-1|BEWARE",
                "governor|/sys/devices/system/cpu/cpu3/cpufreq/scaling_governor|powersave|SPOILS",
                "load-average|/proc/loadavg|2.50 1.00 1.00 3/300 1|BEWARE",
            })
    void noticesASettingThatDisturbs(String check, String path, String content, Level level)
            throws InterruptedException {
        machine.file(path, content);
        final Finding finding = find(check, 200, null);
        assertEquals(level, finding.level(), finding.toString());
        assertFalse(finding.fix().isEmpty(), "and says what to do");
    }

    @Test
    void countsDescriptorsForBothSidesOfTheProxy() throws InterruptedException {
        assertEquals(Level.FINE, find("descriptors", 1_000, null).level());
        machine.file("/proc/7/limits", PaperMachine.limits("1024"));
        assertEquals(Level.FINE, find("descriptors", 400, null).level());
        assertEquals(Level.SPOILS, find("descriptors", 500, null).level());
        machine.file("/proc/7/limits", PaperMachine.limits("unlimited"));
        assertEquals(Level.FINE, find("descriptors", 500, null).level());
    }

    @Test
    void looksAtTheLimitOfWeirWhereItIsNamed() throws InterruptedException {
        machine.withWeir().file("/proc/9/limits", PaperMachine.limits("1024"));
        final Finding finding = find("descriptors", 1_000, 9L);
        assertEquals(Level.SPOILS, finding.level());
        assertTrue(finding.fix().contains("prlimit --pid 9"), finding.fix());
    }

    @ParameterizedTest
    @CsvSource({"1490,0,FINE", "1300,0,SPOILS", "1370,0,BEWARE", "1394,4,SPOILS", "1397,1,BEWARE"})
    void noticesWhatOthersDoOnTheCores(long idle, long stolen, Level worst) throws InterruptedException {
        final long user = 100 + Math.max(0, 1_398 - idle - stolen);
        machine.later("/proc/stat", "cpu  " + user + " 0 100 " + idle + " 0 0 0 " + stolen + " 0 0");
        final List<Finding> findings = new Doctor(machine, 64, null, null).examine();
        final Level found = findings.stream()
                .filter(each -> Set.of("steal", "busy").contains(each.check()))
                .map(Finding::level)
                .max(Level::compareTo)
                .orElseThrow();
        assertEquals(worst, found, findings.toString());
    }

    @Test
    void noticesAQuotaBelowTheCores() throws InterruptedException {
        machine.file("/proc/self/cgroup", "0::/box").file("/sys/fs/cgroup/box/cpu.max", "150000 100000");
        assertEquals(Level.SPOILS, find("quota", 64, null).level());
        machine.file("/sys/fs/cgroup/box/cpu.max", "max 100000");
        assertEquals(Level.FINE, find("quota", 64, null).level());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseG1GC", "-XX:AutoBoxCacheMax=20000 -XX:+UseSerialGC"})
    void noticesAJvmWithoutItsOptions(String flags) throws InterruptedException {
        machine.withWeir().flags(flags);
        assertEquals(Level.BEWARE, find("box-cache", 64, 9L).level());
        assertEquals(Level.BEWARE, find("collector", 64, 9L).level());
    }

    @Test
    void noticesAJvmThatIsNotWarm() throws InterruptedException {
        machine.withWeir().thread(2, "C2 CompilerThre", 5_000_000_000L, 5_060_000_000L);
        assertEquals(Level.SPOILS, find("compiler", 64, 9L).level());
    }

    @Test
    void noticesCollections() throws InterruptedException {
        machine.withWeir().thread(3, "GC Thread#0", 0, 30_000_000);
        assertEquals(Level.BEWARE, find("garbage", 64, 9L).level());
    }

    @Test
    void doesNotCallAJvmWarmThatHasNothingToDo() throws InterruptedException {
        machine.withWeir().thread(1, "loop-0", 1_000_000, 1_000_000);
        assertEquals(Level.UNKNOWN, find("compiler", 64, 9L).level());
    }

    @Test
    void noticesAProcessThatMayRunEverywhere() throws InterruptedException {
        machine.withWeir().file("/proc/9/status", "Cpus_allowed_list:\t0-3");
        assertEquals(Level.BEWARE, find("pinning", 64, 9L).level());
    }

    /** The first page tells of a good past, the second of a bad second. */
    @Test
    void noticesThatConnectionsAreNotUsedAgainNow() {
        final String before = metrics(1_000_000, 10);
        assertEquals(
                Level.SPOILS,
                UpstreamCheck.of(Optional.of(before), Optional.of(metrics(1_000_050, 1_010)))
                        .level());
        assertEquals(
                Level.FINE,
                UpstreamCheck.of(Optional.of(before), Optional.of(before)).level());
        assertEquals(
                Level.UNKNOWN,
                UpstreamCheck.of(Optional.empty(), Optional.of(metrics(5, 5))).level());
        assertEquals(
                Level.UNKNOWN,
                UpstreamCheck.of(Optional.of(before), Optional.empty()).level());
    }

    @Test
    void addsUpTheSamplesOfAMetric() {
        final String page =
                "# TYPE a_total counter\na_total{loop=\"0\"} 3\na_total{loop=\"1\"} 4\na_total_more 9\na_total 1\n";
        assertEquals(8, UpstreamCheck.sum(page, "a_total"));
    }

    @Test
    void namesThePackageOfAProgramThatIsMissing() throws InterruptedException {
        machine.without(Tool.PERF);
        final Finding finding = find("perf", 64, null);
        assertEquals(Level.BEWARE, finding.level());
        assertEquals("apt install linux-perf", finding.fix());
    }

    /** As on another kernel, or in a container that hides them. */
    @Test
    void saysWhatItCannotFindOut() throws InterruptedException {
        final List<Finding> findings = new Doctor(machine.without("/"), 64, 9L, URI.create(ADMIN)).examine();
        assertEquals(
                Set.of(
                        "box-cache",
                        "collector",
                        "compiler",
                        "congestion",
                        "descriptors",
                        "garbage",
                        "governor",
                        "keep-alive",
                        "load-average",
                        "pinning",
                        "ports",
                        "siblings",
                        "somaxconn",
                        "tw-reuse"),
                findings.stream()
                        .filter(each -> each.level() == Level.UNKNOWN)
                        .map(Finding::check)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void explainsWhatIsNotFineAndGivesAVerdict() throws InterruptedException {
        machine.file("/proc/sys/net/core/somaxconn", "16");
        final String text = new DoctorText(new Doctor(machine, 64, null, null).examine(), false).toString();
        assertTrue(text.contains("fix: sysctl -w net.core.somaxconn=4096\n"), text);
        assertFalse(text.contains("bbr paces"), text);
        assertTrue(text.endsWith("1 would spoil a measurement; 0 to beware of, 0 not to be told.\n"), text);
        assertTrue(text.lines().filter(line -> line.startsWith("  ")).allMatch(line -> line.length() <= 100), text);
    }

    /** Whatever this machine is like: each check comes to a result, and the JSON is one. */
    @Test
    void examinesThisMachineAndThisJvm() throws Exception {
        final long self = ProcessHandle.current().pid();
        final List<Finding> findings = new Doctor(new LocalMachine(null), 8, self, null).examine();
        assertEquals(23, findings.stream().map(Finding::check).distinct().count(), findings.toString());
        assertTrue(findings.stream().anyMatch(each -> each.check().equals("ports") && each.level() != Level.UNKNOWN));
        assertEquals(findings.size(), objectsIn(DoctorJson.of(findings)) - 1);
    }

    private static int objectsIn(String json) throws IOException {
        int count = 0;
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                count += token == JsonToken.START_OBJECT ? 1 : 0;
            }
        }
        return count;
    }

    private Finding find(String check, int connections, Long pid) throws InterruptedException {
        return new Doctor(machine, connections, pid, null)
                .examine().stream()
                        .filter(finding -> finding.check().equals(check))
                        .findFirst()
                        .orElseThrow();
    }

    private static String metrics(long reuses, long connects) {
        return "# TYPE weir_upstream_reuses_total counter\nweir_upstream_reuses_total " + reuses
                + "\nweir_upstream_connects_total " + connects + "\n";
    }
}
