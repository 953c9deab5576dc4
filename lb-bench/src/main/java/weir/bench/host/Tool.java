package weir.bench.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A program that is run, and the Debian package that brings it. Immutable, any thread. */
public enum Tool {
    NGINX("nginx", "nginx", "-v"),
    HAPROXY("haproxy", "haproxy", "-v"),
    WRK("wrk", "wrk", "-v"),
    STRACE("strace", "strace", "-V"),
    PERF("perf", "linux-perf", "--version"),
    OPENSSL("openssl", "openssl", "version"),
    CC("cc", "gcc", "--version"),
    TASKSET("taskset", "util-linux", "--version"),
    JCMD("jcmd", "openjdk-17-jdk-headless", "-h");

    /** Proxies live in sbin, which the PATH of ordinary users lacks. The running JDK comes first, for its jcmd. */
    private static final String EXTRA_PATH = "/usr/local/sbin:/usr/sbin:/sbin";

    private final String program;
    private final String debianPackage;
    private final String versionOption;

    Tool(String program, String debianPackage, String versionOption) {
        this.program = program;
        this.debianPackage = debianPackage;
        this.versionOption = versionOption;
    }

    public Optional<Path> find() {
        final String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        final String all = System.getProperty("java.home") + "/bin:" + path + File.pathSeparator + EXTRA_PATH;
        return Stream.of(all.split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** The program's path. Refuses with the package to install. */
    public String require() {
        return find().orElseThrow(() -> new CannotMeasure(missing())).toString();
    }

    public String debianPackage() {
        return debianPackage;
    }

    /** First line of what it says about itself; empty when it is not installed. */
    public Optional<String> version() {
        return find().map(file -> ShortCommand.firstLine(file.toString(), versionOption));
    }

    public String missing() {
        return program + " is not installed; on Debian: apt install " + debianPackage;
    }
}
