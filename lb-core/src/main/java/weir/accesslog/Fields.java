package weir.accesslog;

import java.io.IOException;
import weir.accesslog.AccessRecord.Text;

/**
 * One way to write lines. What comes from a client can neither end a line nor look like a field. Thread: the writer's.
 */
interface Fields {
    void begin() throws IOException;

    /** A word of ours; null = absent. */
    void word(String name, String word) throws IOException;

    /** What a client has sent. */
    default void clientText(String name, AccessRecord record, Text text) throws IOException {
        clientText(name, record, AccessRecord.slotOf(text));
    }

    /** The same of any slot. */
    void clientText(String name, AccessRecord record, int slot) throws IOException;

    /** A name from the configuration. */
    void configName(String name, AccessRecord record, Text text) throws IOException;

    /** {@link AccessRecord#ABSENT} = absent. */
    void number(String name, long number) throws IOException;

    void flag(String name, boolean isSet) throws IOException;

    /** None of them may be there. */
    void attempts(String name, AttemptList attempts, EndWords words) throws IOException;

    void end() throws IOException;
}
