package weir.bench.sim;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import weir.bench.words.Draw;
import weir.bench.words.Durations;
import weir.buf.Hash64;

/**
 * Requests as one of Weir's access logs tells of them. Immutable, any thread.
 *
 * <p>A request arrived its {@code total_us} before its {@code time}, which is in whole milliseconds. Its work is what
 * it took from the connection to the end: {@code total_us - head_us - connect_us}. Only requests that a backend has
 * served are taken.
 *
 * @param entries in the order of their arrival
 * @param service instead of the work of then; null = as then
 */
record Replay(List<Entry> entries, Draw service) implements Traffic.Source {
    /**
     * One request.
     *
     * @param atNs since the first one
     */
    record Entry(long atNs, long workNs, long key) {}

    /** Why a line gives no request. */
    private enum Lack {
        NO_LINE_OF_OURS,
        NOT_SERVED
    }

    Replay {
        entries = List.copyOf(entries);
    }

    Replay withService(Draw service) {
        return new Replay(entries, service);
    }

    long lengthNs() {
        return entries.get(entries.size() - 1).atNs();
    }

    /**
     * @param speed how many times faster requests arrive
     * @param notes told what was left out
     * @throws IllegalArgumentException when there is nothing to replay
     */
    static Replay read(Path file, double speed, Consumer<String> notes) {
        final List<Entry> entries = new ArrayList<>();
        final int[] lacking = new int[Lack.values().length];
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                final Lack lack = add(line, entries);
                if (lack != null) {
                    lacking[lack.ordinal()]++;
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("--replay: " + file + ", cannot be read", e);
        }
        final int odd = lacking[Lack.NO_LINE_OF_OURS.ordinal()];
        final int unserved = lacking[Lack.NOT_SERVED.ordinal()];
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("--replay: " + file + ", has no request that was served (" + unserved
                    + " were not, " + odd + " lines are not of Weir's access log)");
        }
        if (odd + unserved > 0) {
            notes.accept("--replay: " + entries.size() + " requests; left out " + unserved
                    + " that no backend has served, and " + odd + " lines that are not of Weir's access log");
        }
        return new Replay(inOrder(entries, speed), null);
    }

    private static Lack add(String line, List<Entry> entries) {
        final Map<String, String> fields = LogLine.fields(line);
        if (fields == null || !fields.containsKey("time") || !fields.containsKey("total_us")) {
            return Lack.NO_LINE_OF_OURS;
        }
        if (!"served".equals(fields.get("end")) || !fields.containsKey("response_us")) {
            return Lack.NOT_SERVED;
        }
        try {
            final long endNs = Instant.parse(fields.get("time")).toEpochMilli() * Durations.NS_PER_MS;
            final long totalNs = ns(fields, "total_us");
            final long workNs = Math.max(0, totalNs - ns(fields, "head_us") - ns(fields, "connect_us"));
            entries.add(new Entry(endNs - totalNs, workNs, key(fields)));
            return null;
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            return Lack.NO_LINE_OF_OURS;
        }
    }

    private static long ns(Map<String, String> fields, String name) {
        return Math.multiplyExact(Long.parseLong(fields.getOrDefault(name, "0")), 1_000L);
    }

    private static long key(Map<String, String> fields) {
        return Hash64.of(fields.getOrDefault("client", "").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<Entry> inOrder(List<Entry> entries, double speed) {
        entries.sort(Comparator.comparingLong(Entry::atNs));
        final long firstNs = entries.get(0).atNs();
        return entries.stream()
                .map(entry -> new Entry((long) ((entry.atNs() - firstNs) / speed), entry.workNs(), entry.key()))
                .toList();
    }

    @Override
    public Traffic begin(long seed) {
        return new Rerun(this, new SplittableRandom(seed));
    }

    @Override
    public double offeredSeconds() {
        if (lengthNs() == 0) {
            return 0;
        }
        final double workNs =
                service == null ? entries.stream().mapToLong(Entry::workNs).sum() : service.mean() * entries.size();
        return workNs / lengthNs();
    }

    /** Thread: the simulation's. */
    private static final class Rerun implements Traffic {
        private final Replay replay;
        private final SplittableRandom random;
        private int next;
        private Entry entry;
        private double workNs;

        Rerun(Replay replay, SplittableRandom random) {
            this.replay = replay;
            this.random = random;
        }

        @Override
        public boolean next() {
            if (next == replay.entries.size()) {
                return false;
            }
            entry = replay.entries.get(next++);
            workNs = replay.service == null ? entry.workNs() : replay.service.next(random);
            return true;
        }

        @Override
        public long atNs() {
            return entry.atNs();
        }

        @Override
        public double workNs() {
            return workNs;
        }

        @Override
        public long key() {
            return entry.key();
        }
    }
}
