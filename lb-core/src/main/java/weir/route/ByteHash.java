package weir.route;

/**
 * A hash of bytes that come one by one, from either end and perhaps changed on the way, for tables that the
 * configuration fills: who sends a request can choose what is looked up, but not what is in it. Any thread.
 */
final class ByteHash {
    static final int START = 0;

    private ByteHash() {}

    static int next(int hash, byte b) {
        return hash * 31 + b;
    }

    /** All bits depend on all; sums of names that are numbered lie close together. The end of MurmurHash3. */
    static int end(int hash) {
        int mixed = hash;
        mixed = (mixed ^ mixed >>> 16) * 0x85EBCA6B;
        mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
        return mixed ^ mixed >>> 16;
    }
}
