package weir.bench.origin;

import weir.bench.wire.Fields;
import weir.bench.wire.LineReader;
import weir.bench.wire.MessageReader;

/**
 * Reads requests one after the other: understands framing and persistence, and counts bodies away. Thread: its
 * connection's loop only.
 */
final class RequestReader implements MessageReader.Head {
    private static final byte[] EXPECT = Fields.name("expect");
    private static final byte[] CONTINUE = Fields.name("100-continue");
    private static final byte[] HEAD = Fields.name("HEAD ");
    private static final byte[] COUNTS = Fields.name("GET " + OriginServer.COUNTS_PATH + " ");
    private static final int VERSION_LENGTH = "HTTP/1.1".length();

    private final MessageReader message = new MessageReader(this);
    private boolean isHead;
    private boolean asksCounts;
    private boolean awaitsContinue;

    /** Forgets the request that was read. */
    void next() {
        message.next();
        isHead = asksCounts = awaitsContinue = false;
    }

    /** The position up to which bytes belong to this request. */
    int consume(byte[] in, int start, int stop) {
        return message.consume(in, start, stop);
    }

    boolean isComplete() {
        return message.isComplete();
    }

    boolean isMalformed() {
        return message.isMalformed();
    }

    boolean isHead() {
        return isHead;
    }

    boolean asksCounts() {
        return asksCounts;
    }

    /** HTTP/1.0. */
    boolean isOld() {
        return message.isOld();
    }

    /** Whether the client expects the connection to stay, RFC 9112 §9.3. */
    boolean isPersistent() {
        return message.isPersistent();
    }

    /** True once, when the client waits for leave to send the body. */
    boolean takeAwaitsContinue() {
        final boolean awaits = awaitsContinue && message.isInBody();
        awaitsContinue = false;
        return awaits;
    }

    @Override
    public void onStartLine(LineReader line) {
        if (line.isEmpty()) {
            return; // RFC 9112 §2.2: an empty line before a request is passed over
        }
        final byte[] bytes = line.bytes();
        final int version = line.to() - VERSION_LENGTH;
        if (version <= line.from() || bytes[version] != 'H' || bytes[version + 5] != '1' || bytes[version + 6] != '.') {
            message.refuse();
            return;
        }
        isHead = startsWith(line, HEAD);
        asksCounts = startsWith(line, COUNTS);
        message.fields(bytes[version + 7] == '0');
    }

    private static boolean startsWith(LineReader line, byte[] word) {
        if (line.to() - line.from() < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (line.bytes()[line.from() + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void onOtherField(LineReader line) {
        if (Fields.isNamed(line, EXPECT)) {
            awaitsContinue = Fields.hasToken(line, line.from() + EXPECT.length + 1, CONTINUE);
        }
    }

    @Override
    public void onEnd() {
        message.body();
    }
}
