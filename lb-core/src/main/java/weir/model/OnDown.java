package weir.model;

import java.util.List;

/**
 * A command that is run when a backend of the pool goes down, to heal it.
 *
 * @param command program and arguments, run as they are, without a shell
 * @param timesMax how often within {@code withinMs}, for each backend
 * @param timeoutMs after which a command that still runs is killed
 */
public record OnDown(List<String> command, int timesMax, int withinMs, int timeoutMs) {
    public static final Range COMMAND_RANGE = new Range("command", 1, 64);
    public static final Range TIMES_RANGE = new Range("times", 1, 1_000);
    public static final Range WITHIN_RANGE = new Range("within", 1_000, 86_400_000);
    public static final Range TIMEOUT_RANGE = new Range("timeout", 100, 3_600_000);

    /** The system ends a string at a 0. */
    public static final Form WORD =
            new Form("(?s)[^\\x00]{1,4096}", "a word of 1 to 4096 characters, none of them NUL");

    public static final int TIMES = 3;
    public static final int WITHIN_MS = 600_000;
    public static final int TIMEOUT_MS = 60_000;

    public OnDown {
        command = Given.list("on-down.command", command);
        COMMAND_RANGE.check(command.size());
        command.forEach(word -> Given.text("on-down.command", word, WORD));
        TIMES_RANGE.check(timesMax);
        WITHIN_RANGE.check(withinMs);
        TIMEOUT_RANGE.check(timeoutMs);
    }
}
