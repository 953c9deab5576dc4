package weir.bench.doctor;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.bench.report.Numbers;

/**
 * A running Weir: its JVM's options, and whether it is still compiling or collecting garbage. Immutable, any thread.
 */
final class JvmChecks {
    private static final double COMPILING_SPOILS_PERCENT = 5;
    private static final double COLLECTING_BEWARE_PERCENT = 2;
    private static final double IDLE_PERCENT = 2;
    /** Descriptors that conf/jvm.options covers. */
    private static final int BOXES = 65_536;

    private static final Pattern CACHE = Pattern.compile("-XX:AutoBoxCacheMax=([0-9]+)");

    private final Machine machine;
    private final long pid;

    JvmChecks(Machine machine, long pid) {
        this.machine = machine;
        this.pid = pid;
    }

    List<Finding> still() {
        final Optional<String> flags = machine.jcmd(pid, "VM.flags").filter(text -> text.contains("-XX:"));
        return List.of(boxes(flags), collector(flags));
    }

    Finding boxes(Optional<String> flags) {
        final String name = "box-cache";
        final String meaning =
                "The JDK's selector boxes each ready descriptor that the cache does not cover: 32 bytes per request, "
                        + "and the collections that follow.";
        if (flags.isEmpty()) {
            return unknown(name, meaning);
        }
        final Matcher cache = CACHE.matcher(flags.get());
        final int max = cache.find() ? Integer.parseInt(cache.group(1)) : 127;
        final String found = "AutoBoxCacheMax is " + max;
        return max >= BOXES
                ? Finding.fine(name, found, meaning)
                : Finding.beware(name, found, meaning, "java @conf/jvm.options -jar weir.jar run FILE");
    }

    Finding collector(Optional<String> flags) {
        final String name = "collector";
        final String meaning =
                "ParallelGC has the cheapest barriers and no threads beside the loops; figures taken with another "
                        + "collector do not compare.";
        if (flags.isEmpty()) {
            return unknown(name, meaning);
        }
        final Matcher used = Pattern.compile("-XX:\\+Use(\\w+GC)\\b").matcher(flags.get());
        final String found = used.find() ? used.group(1) : "the JVM's default";
        return found.equals("ParallelGC")
                ? Finding.fine(name, found, meaning)
                : Finding.beware(name, found, meaning, "java @conf/jvm.options -jar weir.jar run FILE");
    }

    private Finding unknown(String name, String meaning) {
        return Finding.unknown(
                name, "jcmd " + pid + " VM.flags does not answer: not a JVM, or another user's", meaning);
    }

    List<Finding> active(ThreadTimes before, ThreadTimes after) {
        final double loops = percent(after.usedSince(before, name -> name.startsWith("loop-")));
        return List.of(
                compiling(percent(after.usedSince(before, JvmChecks::isCompiler)), loops),
                collecting(percent(after.usedSince(before, JvmChecks::isCollector)), loops));
    }

    static Finding compiling(double percent, double loopsPercent) {
        final String name = "compiler";
        final String meaning =
                "While the JIT compiler is at work, the code it works on is slower than it will be, and the compiler "
                        + "takes a core from it.";
        final String found = Numbers.two(percent) + " % of a core in compiler threads, " + whileLoops(loopsPercent);
        if (percent >= COMPILING_SPOILS_PERCENT) {
            return Finding.spoils(name, found, meaning, "load it for a minute, then look again");
        }
        return loopsPercent < IDLE_PERCENT ? idle(name, found, meaning) : Finding.fine(name, found, meaning);
    }

    static Finding collecting(double percent, double loopsPercent) {
        final String name = "garbage";
        final String meaning =
                "A warm Weir allocates nothing per request, so collections under load mean that something else does, or "
                        + "that the box cache is too small. Each stops all loops.";
        final String found = Numbers.two(percent) + " % of a core in collector threads, " + whileLoops(loopsPercent);
        if (percent >= COLLECTING_BEWARE_PERCENT) {
            return Finding.beware(name, found, meaning, "java -Xlog:gc ... tells when and why");
        }
        return loopsPercent < IDLE_PERCENT ? idle(name, found, meaning) : Finding.fine(name, found, meaning);
    }

    private static String whileLoops(double percent) {
        return "while loops used " + Numbers.whole(percent) + " %";
    }

    /** Nothing is compiled when nothing runs. */
    private static Finding idle(String name, String found, String meaning) {
        return new Finding(name, Finding.Level.UNKNOWN, found, meaning, "look while it is under load");
    }

    static boolean isCompiler(String thread) {
        return thread.startsWith("C1 Compiler") || thread.startsWith("C2 Compiler") || thread.startsWith("JVMCI");
    }

    /** VM Thread is the serial collector's, too. */
    static boolean isCollector(String thread) {
        return thread.startsWith("GC Thread")
                || thread.startsWith("G1 ")
                || thread.startsWith("Z")
                || thread.startsWith("Shenandoah")
                || thread.equals("VM Thread");
    }

    private double percent(long ns) {
        return 100.0 * ns / machine.pauseNs();
    }
}
