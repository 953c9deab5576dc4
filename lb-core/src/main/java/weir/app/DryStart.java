package weir.app;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import weir.config.ConfigResult;
import weir.config.FileReason;
import weir.control.StateRestore;
import weir.model.AccessLog;
import weir.model.Configuration;
import weir.model.Listener;
import weir.model.OperatorState;
import weir.net.ListenSocket;

/**
 * Goes through what a start does before clients are accepted, and starts nothing: finds what {@code run} would refuse
 * on this machine although the file makes sense. It opens no file for writing, and no socket unless it is told to.
 * Thread: the one that checks.
 */
final class DryStart {
    private final ConfigResult.Loaded loaded;
    private final boolean isBinding;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    /** With what operators had changed before, as soon as that is known. */
    private Configuration configuration;

    private DryStart(ConfigResult.Loaded loaded, boolean isBinding) {
        this.loaded = loaded;
        this.configuration = loaded.configuration();
        this.isBinding = isBinding;
    }

    /** @param isBinding binds each address for a moment */
    static DryStart of(ConfigResult.Loaded loaded, boolean isBinding) {
        final DryStart start = new DryStart(loaded, isBinding);
        start.go();
        return start;
    }

    /** A line each; empty when a start would succeed. */
    List<String> problems() {
        return problems;
    }

    List<String> warnings() {
        return warnings;
    }

    /** In the order of {@link StartUp}. */
    private void go() {
        attempt(() -> {
            final OperatorState saved =
                    SavedState.read(configuration.stateFile()).orElse(OperatorState.NONE);
            final StateRestore restored = StateRestore.of(configuration, saved);
            restored.notes().forEach(note -> warnings.add("warning: state file: " + note));
            configuration = restored.configuration();
        });
        attempt(() -> HeapBudget.checkLimits(configuration));
        attempt(() -> BufferBudget.of(configuration));
        attempt(() -> DescriptorBudget.checkStart(configuration, TlsSetup.of(configuration)));
        checkAccessLog(configuration.accessLog());
        configuration.listeners().forEach(this::checkListener);
        if (configuration.admin().isOn() && isBinding) {
            checkFree(
                    loaded.hasKey("admin.bind") ? "admin.bind" : "admin",
                    configuration.admin().bind());
        }
    }

    /** A step of a start. */
    @FunctionalInterface
    private interface Step {
        void run() throws StartFailure;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (StartFailure e) {
            problems.add(ConfigReport.text(e, loaded));
        }
    }

    private void checkAccessLog(AccessLog log) {
        final String reason = log.file() != null && !log.isStdout() ? FileReason.obstacleToAppend(log.file()) : null;
        if (reason != null) {
            refuse(
                    "log.access",
                    "the file " + log.file() + ", which cannot be opened: " + reason,
                    "a file in a directory that is there and writable, - or none");
        }
    }

    private void checkListener(Listener listener) {
        final String path = "listeners." + listener.name() + ".bind";
        if (listener.bind() instanceof UnixDomainSocketAddress unix) {
            final String reason = FileReason.obstacle(unix.getPath());
            if (reason != null) {
                refuse(
                        path,
                        unix.getPath() + ", where no socket can be made: " + reason,
                        "a path in a directory that is there and writable");
                return;
            }
            if (!isBinding) {
                checkFile(path, unix);
            }
        }
        if (isBinding) {
            checkFree(path, listener.bind());
        }
    }

    private void checkFile(String path, UnixDomainSocketAddress address) {
        try {
            ListenSocket.requireNoFile(address);
        } catch (IOException e) {
            refuse(path, address, e);
        }
    }

    private void checkFree(String path, SocketAddress address) {
        try {
            ListenSocket.tryOut(address);
        } catch (IOException | RuntimeException e) {
            refuse(path, address, e);
        }
    }

    private void refuse(String path, SocketAddress address, Exception why) {
        refuse(
                path,
                Url.authority(address) + ", which " + ListenSockets.cannotBind(why),
                "an address that is free on this machine");
    }

    private void refuse(String path, String found, String accepted) {
        problems.add(loaded.problem(path, found, accepted).text());
    }
}
