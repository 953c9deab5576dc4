package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.testkit.Compiled;
import weir.testkit.NamedPipe;
import weir.testkit.TlsFixtures;

/** What one thread waits for, or never comes back from, holds up neither health checks nor the stop. */
@Tag("system")
@Timeout(90)
final class StuckThreadIT {
    private static final String NEVER = """
            package com.example;

            import weir.balance.*;

            public final class Never implements Picker {
                public Never(PickerParts parts) {}

                @Override
                public int pick(PickContext context) {
                    while (true) {
                        Thread.onSpinWait();
                    }
                }
            }
            """;

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void goesOnCheckingWhenAPipeTakesThePlaceOfACertificate() throws Exception {
        final Path folder = stage.add(Folder.make()).path();
        final Path authorities = Files.copy(TlsFixtures.file("authority.pem"), folder.resolve("ca.pem"));
        final DemoBackendProcess backend = stage.demoBackend("b1");
        final WeirProcess weir = stage.weir("""
                shutdown: 1s
                listeners:
                  web: {bind: 127.0.0.1:0, pool: app}
                  other: {bind: 127.0.0.1:0, pool: secured}
                pools:
                  app: {backends: [127.0.0.1:%d], health: {type: tcp, interval: 100ms, timeout: 1s, fall: 1}}
                  secured: {backends: [127.0.0.1:9], health: {type: http, tls: true, ca: '%s', interval: 100ms}}
                """.formatted(backend.port(), authorities));
        Files.move(NamedPipe.make(folder.resolve("pipe")), authorities, StandardCopyOption.REPLACE_EXISTING);
        weir.awaitError("pool secured: the new certificates cannot be used, the old ones stay: " + authorities
                + " is a named pipe and no regular file");
        backend.child().kill();
        weir.awaitError("backend app/127.0.0.1:" + backend.port() + " is down: ");
        weir.terminate();
        assertEquals(0, weir.awaitEnd(), () -> weir.log().toString());
        assertEquals(List.of(), linesAbout("Weir stops without it", weir), "no thread had to be given up");
    }

    @Test
    void stopsThoughAnOwnAlgorithmNeverComesBack() throws Exception {
        final Folder classes = stage.add(Folder.make());
        Compiled.into(classes.path(), Jar.path(), NEVER);
        final WeirProcess weir = WeirProcess.startWith(
                stage,
                classes.path(),
                Yaml.of("loops: 1\nshutdown: 1s", ", health: none, balance: com.example.Never", 9, 10));
        final RawClient client = stage.client(weir.port());
        client.sendGet("/", "HTTP/1.1");
        weir.terminate();
        assertEquals(0, weir.awaitEnd(), () -> weir.log().toString());
        client.close();
        weir.awaitError("thread loop-0 has not ended within 5000 ms: Weir stops without it");
    }

    private static List<String> linesAbout(String part, WeirProcess weir) {
        return weir.err().stream().filter(line -> line.contains(part)).toList();
    }
}
