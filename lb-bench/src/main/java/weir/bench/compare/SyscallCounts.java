package weir.bench.compare;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls by name, from the table of {@code strace -c}. Immutable, any thread.
 *
 * @param calls by name
 * @param failed how many calls returned an error, mostly EAGAIN
 */
record SyscallCounts(Map<String, Long> calls, long failed) {
    private static final int CALLS = 3;
    private static final int COLUMNS = 5;

    SyscallCounts {
        calls = Collections.unmodifiableMap(new TreeMap<>(calls)); // in order of names
    }

    /**
     * Columns: % time, seconds, usecs/call, calls, errors (blank when none), syscall; rulers and the total are skipped.
     */
    static SyscallCounts parse(String table) {
        final Map<String, Long> calls = new TreeMap<>();
        long failed = 0;
        for (String line : table.lines().toList()) {
            final String[] columns = line.trim().split("\\s+");
            final String name = columns[columns.length - 1];
            if (columns.length >= COLUMNS && isNumber(columns[CALLS]) && !name.equals("total")) {
                calls.merge(name, Long.parseLong(columns[CALLS]), Long::sum);
                failed += columns.length > COLUMNS ? Long.parseLong(columns[CALLS + 1]) : 0;
            }
        }
        return new SyscallCounts(calls, failed);
    }

    long total() {
        return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    private static boolean isNumber(String word) {
        return word.chars().allMatch(Character::isDigit);
    }
}
