package weir.bench.sim;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import weir.config.AlgorithmText;

/** Results of a command line, as a user would write it. */
final class Runs {
    private Runs() {}

    /** By the algorithm's word, in the order in which they were named. */
    static Map<String, Result> of(String options) {
        final SimulateCommand command = new SimulateCommand();
        new CommandLine(command).parseArgs(options.trim().split("\\s+"));
        final Plan plan = command.plan();
        final Map<String, Result> results = new LinkedHashMap<>();
        for (AlgorithmText algorithm : command.algorithms()) {
            results.put(algorithm.text(), new Simulation(plan, algorithm, nowNs -> {}).run());
        }
        return results;
    }

    static Result one(String options) {
        return of(options).values().iterator().next();
    }
}
