package weir.bench.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import weir.bench.host.Jvm;
import weir.bench.host.Tool;

/** What is compared: those that were asked for, and why some of them cannot be had. Thread: the command's own. */
final class PeerList {
    /** Weir with the TLS engine that it does not choose by itself. */
    private static final String WEIR_JDK = "weir-jdk";

    static final List<String> NAMES = List.of("nginx", "haproxy", "undertow", "vertx", "jetty", Peer.FLOOR, WEIR_JDK);

    private final Jvm jvm;
    private final int warmUpSeconds;
    /** Of Weir; null when there is none. */
    private Path newestJar;

    private final List<Peer> peers = new ArrayList<>();
    private final Map<String, String> missing = new LinkedHashMap<>();

    /** @param warmUpSeconds of JVMs */
    PeerList(Jvm jvm, int warmUpSeconds) {
        this.jvm = jvm;
        this.warmUpSeconds = warmUpSeconds;
    }

    void addWeir(Path jar) {
        final long before =
                peers.stream().filter(peer -> "weir".equals(peer.stem())).count();
        final String name = before == 0 ? "weir" : "weir-" + (before + 1);
        if (Files.isRegularFile(jar)) {
            peers.add(Peer.weir(name, jar, jvm, warmUpSeconds, "auto"));
            newestJar = jar;
        } else {
            missing.put(name, "no " + jar + " here; build it with mvn package, or name --weir-jar");
        }
    }

    /** Refuses an unknown name. */
    void add(String name) {
        switch (name) {
            case "nginx" -> peers.add(Nginx.peer());
            case "haproxy" -> addIf(Tool.HAPROXY, name, Peer::haproxy);
            case Peer.FLOOR -> addIf(Tool.CC, name, Peer::floor);
            case "undertow", "vertx", "jetty" -> peers.add(JvmProxy.of(name).peer(jvm, warmUpSeconds));
            case WEIR_JDK -> addWeirWithJdk();
            default ->
                throw new IllegalArgumentException(
                        "--peers: " + name + ", must be none, all, or some of " + String.join(", ", NAMES));
        }
    }

    private void addWeirWithJdk() {
        if (newestJar != null) {
            peers.add(Peer.weir(WEIR_JDK, newestJar, jvm, warmUpSeconds, "jdk"));
        }
    }

    private void addIf(Tool tool, String name, Supplier<Peer> peer) {
        if (tool.find().isPresent()) {
            peers.add(peer.get());
        } else {
            missing.put(name, tool.missing());
        }
    }

    List<Peer> peers() {
        return peers;
    }

    /** Peers without which a scenario must do, and why. */
    Map<String, String> skippedIn(Scenario scenario) {
        final Map<String, String> skipped = new LinkedHashMap<>(missing);
        for (Peer peer : peers) {
            whyNot(peer, scenario.setting()).ifPresent(why -> skipped.put(peer.name(), why));
        }
        return skipped;
    }

    private static Optional<String> whyNot(Peer peer, Setting setting) {
        if (!peer.hasFile() && setting != Setting.HTTP) {
            return Optional.of("it is set up for plain HTTP and one backend only");
        }
        if (peer.name().equals(Peer.FLOOR) && setting != Setting.HTTP && setting != Setting.TCP) {
            return Optional.of("it looks at nothing, so it knows neither TLS nor a second backend");
        }
        if (setting != Setting.TLS && peer.name().equals(WEIR_JDK)) {
            return Optional.of("it differs in TLS only");
        }
        if (setting == Setting.TCP && "".equals(peer.values().get(Nginx.STREAM))) {
            return Optional.of("its stream module is not installed; on Debian: apt install libnginx-mod-stream");
        }
        return Optional.empty();
    }
}
