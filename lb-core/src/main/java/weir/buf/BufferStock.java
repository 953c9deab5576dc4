package weir.buf;

/**
 * One loop's buffers for messages, of three sizes.
 *
 * @param ordinary each holds the largest head; who needs one waits for it
 * @param small what of a message rests, if it is little, so that it keeps no ordinary one; without them it stays where
 *     it is
 * @param large for bodies that flow; without them they make do with ordinary ones
 * @param front room in the others before a message, for what is added to its head
 */
public record BufferStock(BufferQueue ordinary, BufferPool small, BufferPool large, int front) {
    /** Most heads fit, and little else rests. */
    public static final int SMALL_BYTES = 4096;
}
