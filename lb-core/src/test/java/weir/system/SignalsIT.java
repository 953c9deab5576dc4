package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What operators send to a running balancer, beside what stops it. */
@Tag("system")
@Timeout(60)
final class SignalsIT {
    @AutoClose
    private final Stage stage = new Stage();

    private Path log;
    private WeirProcess weir;

    @BeforeEach
    void start() throws IOException {
        log = stage.add(Folder.make()).path().resolve("access.log");
        weir = stage.weir(Yaml.of(
                "log: {access: " + log + "}", "", stage.demoBackend("b1").port()));
    }

    private void awaitLine(String part) {
        weir.awaitError(part);
        assertEquals(200, get(), "it goes on");
    }

    private int get() {
        try {
            return RawClient.getOnce(weir.port(), "/").status();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Test
    void userSignal1OpensTheAccessLogAnew() throws IOException {
        assertEquals(200, get());
        await().atMost(Child.PATIENCE).until(() -> lines(log).size() == 1);
        final Path rotated = Files.move(log, log.resolveSibling("access.log.1"));
        weir.signal("USR1");
        awaitLine("SIGUSR1: the access log is opened anew");
        await().atMost(Child.PATIENCE).until(() -> lines(log).size() == 1);
        assertEquals(1, lines(rotated).size());
    }

    @Test
    void hangUpSaysThatNothingIsReloaded() throws IOException {
        weir.signal("HUP");
        awaitLine("SIGHUP: this version cannot reload its configuration");
    }

    @Test
    void userSignal2IsIgnoredWithALine() throws IOException {
        weir.signal("USR2");
        awaitLine("SIGUSR2 is ignored");
    }

    /** Its samples of running threads need SIGUSR2, in each JDK. */
    @Test
    void aFlightRecordingSeesTheLoopsAndTheSignalIsIgnoredAgainAfterIt() throws IOException {
        final ProcessFacts facts = new ProcessFacts(weir.pid());
        final Path recording = log.resolveSibling("weir.jfr");
        facts.jcmd("JFR.start", "name=one", "settings=profile");
        stage.add(new Load(weir.port(), 4, 0, 1));
        await().atMost(Child.PATIENCE).pollInterval(1, TimeUnit.SECONDS).until(() -> {
            facts.jcmd("JFR.dump", "name=one", "filename=" + recording);
            return RecordingFile.readAllEvents(recording).stream().anyMatch(SignalsIT::isOfALoop);
        });
        assertTrue(weir.err().stream().noneMatch(line -> line.contains("SIGUSR2")), () -> "said: " + weir.err());
        facts.jcmd("JFR.stop", "name=one");
        weir.signal("USR2");
        awaitLine("SIGUSR2 is ignored");
    }

    private static boolean isOfALoop(RecordedEvent event) {
        return event.getEventType().getName().equals("jdk.ExecutionSample")
                && event.getThread("sampledThread").getJavaName().startsWith("loop-");
    }
}
