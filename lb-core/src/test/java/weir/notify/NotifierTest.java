package weir.notify;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.model.EventKind;
import weir.model.OnDown;
import weir.model.Secret;
import weir.model.Webhook;

/** Webhooks against a real HTTP server, commands as real processes. */
@Tag("system")
@Timeout(60)
class NotifierTest {
    private static final byte[] SECRET = "sixteen bytes or more".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private Notifier notifier;

    @AfterEach
    void stopsAndLeavesNoThread() throws InterruptedException {
        notifier.stop();
        await().atMost(10, SECONDS)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("webhook-")
                                || thread.getName().equals("on-down")));
    }

    @Test
    void signsWhatItSends() throws Exception {
        try (Receiver receiver = new Receiver(number -> 204)) {
            start(webhook(receiver.url(), EnumSet.allOf(EventKind.class), 0));
            notifier.accept(down("b1"), 0);
            await().until(() -> notifier.delivered() == 1);
            final Receiver.Received message = receiver.received().get(0);
            assertEquals("application/json", message.contentType());
            final String[] parts = message.signature().split("[=,]");
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
            mac.update((parts[1] + ".").getBytes(StandardCharsets.US_ASCII));
            assertEquals(HexFormat.of().formatHex(mac.doFinal(message.body())), parts[3]);
            assertTrue(Math.abs(Instant.now().getEpochSecond() - Long.parseLong(parts[1])) < 60);
        }
    }

    @Test
    void sendsWhatComesTogetherTogether() throws Exception {
        try (Receiver receiver = new Receiver(number -> 200)) {
            start(webhook(receiver.url(), EnumSet.allOf(EventKind.class), 300));
            for (int i = 0; i < 50; i++) {
                notifier.accept(down("b" + i), 0);
            }
            await().until(() -> notifier.delivered() == 50);
            assertEquals(1, receiver.received().size());
            final String body = body(receiver, 0);
            assertTrue(body.indexOf("\"b0\"") < body.indexOf("\"b49\""), "in order");
        }
    }

    @Test
    void triesAgainWithTheSameIdUntilItIsTaken() throws Exception {
        try (Receiver receiver = new Receiver(number -> number < 4 ? 503 : 200)) {
            start(webhook(receiver.url(), EnumSet.allOf(EventKind.class), 0));
            notifier.accept(down("b1"), 0);
            await().until(() -> notifier.delivered() == 1);
            assertEquals(3, notifier.failedAttempts());
            assertEquals(
                    1,
                    receiver.received().stream()
                            .map(Receiver.Received::id)
                            .distinct()
                            .count());
            notifier.accept(down("b1"), 0);
            await().until(() -> notifier.delivered() == 2);
            assertNotEquals(
                    receiver.received().get(0).id(), receiver.received().get(4).id());
        }
    }

    @Test
    void doesNotRepeatWhatIsNotWanted() throws Exception {
        try (Receiver receiver = new Receiver(number -> number == 1 ? 404 : 200)) {
            start(webhook(receiver.url(), EnumSet.allOf(EventKind.class), 0));
            notifier.accept(down("b1"), 0);
            await().until(() -> notifier.lost() == 1);
            notifier.accept(down("b2"), 0);
            await().until(() -> notifier.delivered() == 1);
            assertEquals(2, receiver.received().size());
            assertTrue(body(receiver, 1).contains("\"lost\":1"), body(receiver, 1));
        }
    }

    @Test
    void tellsEachReceiverOnlyWhatItAskedFor() throws Exception {
        try (Receiver receiver = new Receiver(number -> 200)) {
            start(webhook(receiver.url(), Set.of(EventKind.POOL_EMPTY), 0));
            notifier.accept(down("b1"), 0);
            notifier.accept(new Event(EventKind.POOL_EMPTY, Instant.now(), "app", null, null, "b1 went last", 0, 1), 0);
            await().until(() -> notifier.delivered() == 1);
            assertFalse(body(receiver, 0).contains("backend-down"));
        }
    }

    @Test
    void isNotHeldUpByAReceiverThatHangs() throws Exception {
        try (Receiver hanging = new Receiver(number -> Receiver.HANG);
                Receiver receiver = new Receiver(number -> 200)) {
            start(
                    webhook(hanging.url(), EnumSet.allOf(EventKind.class), 0),
                    webhook(receiver.url(), EnumSet.allOf(EventKind.class), 0));
            final long startNs = System.nanoTime();
            for (int i = 0; i < 3 * WebhookSender.QUEUE_MAX; i++) {
                notifier.accept(down("b1"), 0);
            }
            assertTrue(System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(5), "accepting never waits");
            await().until(() -> !receiver.received().isEmpty() && notifier.lost() > 0);
        }
    }

    /** One after the other they would take ten times as long, and the stop of Weir has a bound. */
    @Test
    void waitsForAllReceiversThatHangAtTheSameTime() throws Exception {
        try (Receiver hanging = new Receiver(number -> Receiver.HANG)) {
            final Webhook[] webhooks = new Webhook[10];
            Arrays.fill(
                    webhooks,
                    new Webhook(hanging.url(), EnumSet.allOf(EventKind.class), new Secret(SECRET), 60_000, 5, 10, 0));
            start(webhooks);
            notifier.accept(down("b1"), 0);
            await().until(() -> hanging.received().size() == webhooks.length);
            final long startNs = System.nanoTime();
            notifier.stop();
            final long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            assertTrue(tookMs < 10_000, "took " + tookMs + " ms");
        }
    }

    @Test
    void runsTheCommandAsOftenAsItsLimitAllows() throws Exception {
        final Path log = folder.resolve("log");
        final String script = "echo \"$WEIR_POOL $WEIR_BACKEND $WEIR_ADDRESS $WEIR_REASON\" >> " + log;
        final OnDown onDown = new OnDown(List.of("/bin/sh", "-c", script), 2, 60_000, 10_000);
        notifier = new Notifier(List.of(), Map.of("app", onDown));
        notifier.start();
        for (int i = 0; i < 5; i++) {
            notifier.accept(down("b1"), 0);
        }
        notifier.accept(new Event(EventKind.BACKEND_UP, Instant.now(), "app", "b1", "h:1", "well", 1, 1), 0);
        await().until(() -> notifier.commandRuns() == 2
                && Files.exists(log)
                && Files.readAllLines(log).size() == 2);
        assertEquals(3, notifier.commandRefusals());
        assertEquals(
                "app b1 127.0.0.1:9001 `rm -rf /`; $(id)",
                Files.readAllLines(log).get(0));
        notifier.accept(down("b1"), 61_000_000_000L);
        await().until(() -> Files.readAllLines(log).size() == 3);
    }

    /** A backend may say a 0 in the middle of its reason, and the environment has none. */
    @Test
    void runsTheCommandWhateverABackendHasSaid() throws Exception {
        final Path log = folder.resolve("log");
        final OnDown onDown = new OnDown(List.of("/bin/sh", "-c", "echo \"$WEIR_REASON\" > " + log), 1, 60_000, 10_000);
        notifier = new Notifier(List.of(), Map.of("app", onDown));
        notifier.accept(
                new Event(EventKind.BACKEND_DOWN, Instant.now(), "app", "b1", "127.0.0.1:9001", "a\0b\nc", 1, 2), 0);
        await().until(() -> Files.exists(log) && Files.size(log) > 0);
        assertEquals(List.of("a\\u0000b\\u000ac"), Files.readAllLines(log));
    }

    @Test
    void killsACommandThatHangs() throws Exception {
        final Path pid = folder.resolve("pid");
        final List<String> command = List.of("/bin/sh", "-c", "echo $$ > " + pid + "; exec sleep 3600");
        notifier = new Notifier(List.of(), Map.of("app", new OnDown(command, 1, 60_000, 1_000)));
        notifier.accept(down("b1"), 0);
        await().until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
        final long number = Long.parseLong(Files.readString(pid).strip());
        await().until(() ->
                ProcessHandle.of(number).filter(ProcessHandle::isAlive).isEmpty());
    }

    private void start(Webhook... webhooks) {
        notifier = new Notifier(List.of(webhooks), Map.of());
        notifier.start();
    }

    private static Webhook webhook(URI url, Set<EventKind> events, int batchMs) {
        return new Webhook(url, events, new Secret(SECRET), 2_000, 5, 10, batchMs);
    }

    private static Event down(String backend) {
        return new Event(
                EventKind.BACKEND_DOWN, Instant.now(), "app", backend, "127.0.0.1:9001", "`rm -rf /`; $(id)", 1, 2);
    }

    private static String body(Receiver receiver, int index) throws IOException {
        return new String(receiver.received().get(index).body(), StandardCharsets.UTF_8);
    }
}
