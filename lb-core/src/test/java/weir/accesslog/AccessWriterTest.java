package weir.accesslog;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.model.AccessLog;
import weir.testkit.ManualClock;

/** The writer turned by hand, on real files. */
class AccessWriterTest {
    private static final EndWords WORDS = new EndWords(List.of("served"), List.of());

    @TempDir
    private Path folder;

    private final List<Throwable> troubles = new ArrayList<>();
    private final AccessRecord record = new AccessRecord();
    private final ManualClock clock = new ManualClock();

    private Path file;
    private AccessWriter writer;
    private AccessRing ring;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("access.log");
        writer = writer(file);
        ring = writer.addRing(8);
    }

    private AccessWriter writer(Path path) throws IOException {
        return new AccessWriter(new AccessLog(path, AccessLog.Format.TEXT), WORDS, clock, troubles::add);
    }

    @Test
    void appendsTheLinesOfAllRings() throws IOException {
        final AccessRing other = writer.addRing(8);
        offer(ring, "/1");
        offer(other, "/2");
        assertEquals(2, writer.turn());
        offer(ring, "/3");
        assertEquals(1, writer.turn());
        assertEquals(0, writer.turn());
        assertEquals(List.of("/1", "/2", "/3"), targets(file));
    }

    @Test
    void appendsToWhatIsThere() throws IOException {
        offer(ring, "/1");
        writer.turn();
        writer.close();
        final AccessWriter next = writer(file);
        offer(next.addRing(1), "/2");
        next.turn();
        assertEquals(List.of("/1", "/2"), targets(file));
    }

    @Test
    void saysWhenItEndedAndNotWhenItWasWritten() throws IOException {
        clock.advanceMs(2_999); // shortly before the monotonic clock wraps around
        offer(ring, "/1");
        clock.advanceMs(5);
        writer.turn();
        assertTrue(Files.readString(file).startsWith("time=1994-11-06T08:49:39.999Z "), Files.readString(file));
    }

    @Test
    void writesMoreThanItsMemoryHolds() throws IOException {
        final AccessRing large = writer.addRing(1 << 12);
        for (int i = 0; i < 1 << 12; i++) {
            offer(large, "/" + "x".repeat(300) + i);
        }
        assertEquals(1 << 12, writer.turn());
        assertEquals(1 << 12, targets(file).size());
    }

    @Test
    void makesANewFileWhenTheOldOneWasMoved() throws IOException {
        offer(ring, "/1");
        writer.turn();
        final Path moved = Files.move(file, folder.resolve("access.log.1"));
        offer(ring, "/2");
        writer.turn(); // within a second: still to the old one
        clock.advanceMs(1_000);
        offer(ring, "/3");
        writer.turn();
        assertEquals(List.of("/1", "/2"), targets(moved));
        assertEquals(List.of("/3"), targets(file));
    }

    @Test
    void followsTheNameWhenAnotherFileHasIt() throws IOException {
        Files.move(file, folder.resolve("access.log.1"));
        Files.createFile(file);
        clock.advanceMs(1_000);
        offer(ring, "/1");
        writer.turn();
        assertEquals(List.of("/1"), targets(file));
    }

    @Test
    void makesTheFileAnewWhenItWasDeleted() throws IOException {
        Files.delete(file);
        clock.advanceMs(1_000);
        writer.turn();
        assertTrue(Files.exists(file));
    }

    @Test
    void goesOnWhenTheFileWasEmptied() throws IOException {
        offer(ring, "/1");
        writer.turn();
        Files.write(file, new byte[0]);
        offer(ring, "/2");
        writer.turn();
        assertEquals(List.of("/2"), targets(file));
    }

    @Test
    void countsWhatItCannotWriteAndGoesOn() throws IOException {
        final Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full));
        final AccessWriter losing = writer(full);
        final AccessRing itsRing = losing.addRing(8);
        offer(itsRing, "/1");
        offer(itsRing, "/2");
        losing.turn();
        offer(itsRing, "/3");
        losing.turn();
        assertEquals(3, losing.linesLost());
        assertEquals(2, troubles.size());
        assertEquals(0, writer.linesLost());
    }

    @Test
    void triesAgainWhenTheFolderIsBack() throws IOException {
        final Path deep = Files.createDirectory(folder.resolve("logs"));
        final AccessWriter moved = writer(deep.resolve("a"));
        final AccessRing itsRing = moved.addRing(8);
        Files.delete(deep.resolve("a"));
        Files.delete(deep);
        clock.advanceMs(1_000);
        moved.turn();
        offer(itsRing, "/lost");
        moved.turn();
        assertEquals(1, moved.linesLost());
        Files.createDirectory(deep);
        offer(itsRing, "/kept");
        moved.turn();
        assertEquals(List.of("/kept"), targets(deep.resolve("a")));
        assertTrue(troubles.get(0) instanceof NoSuchFileException, troubles::toString);
    }

    @Test
    void refusesToStartWithoutAFile() {
        assertThrows(IOException.class, () -> writer(folder.resolve("missing/access.log")));
        assertThrows(IOException.class, () -> writer(folder));
    }

    @Test
    void endsALineThatAFailureHasCut() throws IOException {
        final Path torn = folder.resolve("torn");
        final AccessFile out = new AccessFile(torn, clock);
        out.write(ByteBuffer.wrap("half a li".getBytes()));
        out.write(ByteBuffer.wrap("whole\n".getBytes()));
        out.write(ByteBuffer.wrap("whole\n".getBytes()));
        out.close();
        assertEquals("half a li\nwhole\nwhole\n", Files.readString(torn));
    }

    @Test
    void writesTheRestWhenItStops() throws Exception {
        writer.start();
        for (int i = 0; i < 8; i++) {
            offer(ring, "/" + i);
        }
        assertTrue(writer.stop(10_000));
        assertEquals(8, targets(file).size());
        assertEquals(List.of(), troubles);
    }

    @Test
    void isWokenByARingThatFillsUp() throws Exception {
        writer.start();
        for (int i = 0; i < 1_000; i++) {
            final String target = "/" + i;
            await().pollInterval(Duration.ofMillis(1)).until(() -> offer(ring, target)); // until it has been drained
        }
        assertTrue(writer.stop(10_000));
        assertEquals(1_000, targets(file).size());
        assertFalse(ring.poll(record));
    }

    private boolean offer(AccessRing to, String target) {
        record.clear();
        record.set(Value.END, 0);
        record.set(Value.END_NS, clock.nowNs());
        record.set(Text.TARGET, target.getBytes(StandardCharsets.US_ASCII));
        return to.offer(record);
    }

    private static List<String> targets(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceAll(".* target=\"([^\"]*)\" .*", "$1"))
                .toList();
    }
}
