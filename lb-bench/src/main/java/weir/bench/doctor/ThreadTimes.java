package weir.bench.doctor;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * CPU time of the threads of one process so far. Immutable, any thread.
 *
 * @param threads by thread id
 */
record ThreadTimes(Map<String, Time> threads) {
    /** One thread's name (its first 15 characters) and CPU time. */
    record Time(String name, long ns) {}

    static ThreadTimes of(Machine machine, long pid) {
        final String tasks = "/proc/" + pid + "/task/";
        final Map<String, Time> threads = new HashMap<>();
        for (String id : machine.names(tasks)) {
            final Optional<String> name = machine.file(tasks + id + "/comm");
            final Optional<String> schedule = machine.file(tasks + id + "/schedstat");
            if (name.isPresent() && schedule.isPresent()) { // else it ended meanwhile
                threads.put(
                        id, new Time(name.get(), Long.parseLong(schedule.get().split(" ")[0])));
            }
        }
        return new ThreadTimes(threads);
    }

    /** Of the threads with such names. One that began since counts from its start. */
    long usedSince(ThreadTimes earlier, Predicate<String> names) {
        return threads.entrySet().stream()
                .filter(entry -> names.test(entry.getValue().name()))
                .mapToLong(entry -> entry.getValue().ns()
                        - earlier.threads
                                .getOrDefault(entry.getKey(), new Time("", 0))
                                .ns())
                .sum();
    }
}
