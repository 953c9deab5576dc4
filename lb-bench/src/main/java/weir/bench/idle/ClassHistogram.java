package weir.bench.idle;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Live objects of a JVM by class, from {@code jcmd PID GC.class_histogram}, which collects garbage first. Immutable,
 * any thread.
 *
 * @param totalBytes size of all live objects, exact
 */
record ClassHistogram(Map<String, Count> classes, long totalBytes) {
    private static final Pattern ROW = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    /** Objects of one class and their size together. */
    record Count(String name, long objects, long bytes) {}

    ClassHistogram {
        classes = Map.copyOf(classes);
    }

    static ClassHistogram parse(String output) {
        final Map<String, Count> classes = new HashMap<>();
        long totalBytes = -1;
        for (String line : output.lines().toList()) {
            final Matcher row = ROW.matcher(line);
            final Matcher total = TOTAL.matcher(line);
            if (row.matches()) {
                final Count count = new Count(row.group(3), Long.parseLong(row.group(1)), Long.parseLong(row.group(2)));
                classes.merge(count.name(), count, ClassHistogram::sum);
            } else if (total.matches()) {
                totalBytes = Long.parseLong(total.group(1));
            }
        }
        if (totalBytes < 0) {
            throw new IllegalArgumentException("no class histogram: " + output);
        }
        return new ClassHistogram(classes, totalBytes);
    }

    /** Classes that grew since {@code earlier}, by the bytes they grew, largest first. */
    List<Count> growthSince(ClassHistogram earlier) {
        return classes.values().stream()
                .map(now -> difference(now, earlier.classes.get(now.name())))
                .filter(growth -> growth.bytes() > 0)
                .sorted(Comparator.comparingLong(Count::bytes).reversed().thenComparing(Count::name))
                .toList();
    }

    /** Two loaders may have loaded classes of one name. */
    private static Count sum(Count a, Count b) {
        return new Count(a.name(), a.objects() + b.objects(), a.bytes() + b.bytes());
    }

    private static Count difference(Count now, Count before) {
        return before == null
                ? now
                : new Count(now.name(), now.objects() - before.objects(), now.bytes() - before.bytes());
    }
}
