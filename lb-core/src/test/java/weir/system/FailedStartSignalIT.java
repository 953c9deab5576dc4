package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.testkit.Compiled;

/**
 * A signal in the middle of a start that then fails in a way of its own: the process ends at once, and says why all the
 * same.
 */
@Tag("system")
@Timeout(90)
final class FailedStartSignalIT {
    private static final String FAILS = """
            package com.example;

            import java.util.Arrays;
            import weir.balance.*;

            public final class Fails implements Picker {
                public Fails(PickerParts parts) throws Exception {
                    if (Arrays.stream(new Throwable().getStackTrace())
                            .noneMatch(frame -> frame.getClassName().equals("weir.app.Weir"))) {
                        return; // the configuration is only read
                    }
                    final long pid = ProcessHandle.current().pid();
                    new ProcessBuilder("kill", "-TERM", String.valueOf(pid)).start().waitFor();
                    while (Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().equals("stop"))) {
                        Thread.onSpinWait();
                    }
                    throw new OutOfMemoryError("all of it");
                }

                @Override
                public int pick(PickContext context) {
                    return 0;
                }
            }
            """;

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void saysWhyTheStartHasFailed() throws Exception {
        final Folder folder = stage.add(Folder.make());
        Compiled.into(folder.path(), Jar.path(), FAILS);
        final String yaml = Yaml.of("loops: 1", ", health: none, balance: com.example.Fails", 9);
        final String file = folder.write("weir.yaml", yaml).toString();
        final Child weir = stage.add(
                Child.start(Jar.command(WeirProcess.USUAL, folder.path(), List.of("run", file)), folder.path()));
        assertEquals(1, weir.awaitEnd(), weir::toString);
        assertEquals(List.of("weir: too little memory: all of it; a larger -Xmx helps"), weir.err(), weir::toString);
    }
}
