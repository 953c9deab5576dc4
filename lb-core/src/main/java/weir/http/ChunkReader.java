package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Ascii;

/**
 * Incremental reader of the chunked coding (RFC 9112 §7.1) that rewrites it in place to the one form nobody can read
 * differently: no extensions, no trailers. Bytes are only ever deleted, so the result fits where the input was, and
 * when there is nothing to delete nothing is moved.
 *
 * <pre>
 *   SIZE --";"--> EXT_* --CR--> SIZE_LF --LF--> DATA --> DATA_CR --> DATA_LF --> SIZE
 *     |'-----------CR-------------^        '--size 0--> TRAILER_* --empty line--> DONE
 *     '--white space--> SIZE_PADDING --";", or CR where that is put up with--^
 * </pre>
 *
 * <p>With {@code decode} the framing is deleted as well and only the content remains, for HTTP/1.0 clients.
 *
 * <p>Trailers are checked and discarded (RFC 9110 §6.5.1 lets an intermediary do so). Thread: owning loop only.
 */
public final class ChunkReader {
    /** Enough for 2^60 and a few leading zeros. */
    private static final int SIZE_DIGITS_MAX = 16;

    private static final long SIZE_MAX = 1L << 60;
    private static final int TRAILER_BYTES_MAX = 16 * 1024;
    /** Extensions of a message in bytes, before and above its content's length. */
    private static final long EXTENSION_BYTES_FREE = 4 * 1024;

    private static final int SIZE = 0;
    private static final int EXT_SPACE = 1;
    private static final int EXT_NAME_START = 2;
    private static final int EXT_NAME = 3;
    private static final int EXT_NAME_END = 4;
    private static final int EXT_VALUE_START = 5;
    private static final int EXT_TOKEN = 6;
    private static final int EXT_QUOTED = 7;
    private static final int EXT_ESCAPE = 8;
    private static final int EXT_END = 9;
    private static final int SIZE_LF = 10;
    private static final int DATA = 11;
    private static final int DATA_CR = 12;
    private static final int DATA_LF = 13;
    private static final int TRAILER_START = 14;
    private static final int TRAILER_NAME = 15;
    private static final int TRAILER_VALUE = 16;
    private static final int TRAILER_LF = 17;
    private static final int END_LF = 18;
    private static final int DONE = 19;
    private static final int SIZE_PADDING = 20;
    private static final int BAD = -1;

    private int state;
    private boolean decode;
    /** See {@link Tolerance#PADDED_CHUNK_SIZE}. */
    private boolean acceptsPadding;

    private boolean hadPadding;
    private int sizeDigits;
    private long remaining;
    private long contentBytes;
    private long extensionBytes;
    private int trailerBytes;
    private Fault fault;
    private int in;
    private int out;

    /** From the next message on. */
    void acceptPadding(boolean isAccepted) {
        acceptsPadding = isAccepted;
    }

    /** White space behind a size has been put up with. */
    boolean hadPadding() {
        return hadPadding;
    }

    void reset(boolean decode) {
        hadPadding = false;
        this.decode = decode;
        contentBytes = 0;
        extensionBytes = 0;
        trailerBytes = 0;
        fault = null;
        startSize();
    }

    private void startSize() {
        state = SIZE;
        sizeDigits = 0;
        remaining = 0;
    }

    /**
     * Consumes {@code buffer[from, to)}; afterwards {@code buffer[from, outEnd())} is what to pass on and
     * {@code buffer[inEnd(), to)} lies behind the message.
     */
    int read(ByteBuffer buffer, int from, int to) {
        in = from;
        out = from;
        while (in < to && fault == null && state != DONE) {
            if (state == DATA) {
                data(buffer, to);
            } else {
                framing(buffer, buffer.get(in));
            }
        }
        return fault != null ? Parse.REFUSED : state == DONE ? Parse.COMPLETE : Parse.NEED_MORE;
    }

    private void data(ByteBuffer buffer, int to) {
        final int count = (int) Math.min(remaining, to - in);
        if (out != in) {
            buffer.put(out, buffer, in, count);
        }
        in += count;
        out += count;
        remaining -= count;
        contentBytes += count;
        if (remaining == 0) {
            state = DATA_CR;
        }
    }

    private void framing(ByteBuffer buffer, byte b) {
        switch (state) {
            case SIZE -> size(buffer, b);
            case SIZE_LF -> pass(buffer, b, '\n', remaining > 0 ? DATA : TRAILER_START, Fault.BARE_CR);
            case DATA_CR -> pass(buffer, b, '\r', DATA_LF, Fault.BAD_CHUNK);
            case DATA_LF -> {
                startSize();
                pass(buffer, b, '\n', SIZE, Fault.BAD_CHUNK);
            }
            case TRAILER_START, TRAILER_NAME, TRAILER_VALUE, TRAILER_LF -> trailer(buffer, b);
            case END_LF -> pass(buffer, b, '\n', DONE, Fault.BAD_TRAILER);
            default -> extension(buffer, b);
        }
    }

    private void size(ByteBuffer buffer, byte b) {
        final int digit = Ascii.hexValue(b);
        if (digit >= 0) {
            remaining = remaining << 4 | digit;
            if (++sizeDigits > SIZE_DIGITS_MAX || remaining > SIZE_MAX || remaining < 0) { // 16 digits reach the sign
                fault = Fault.BAD_CHUNK;
            }
            keep(buffer, b);
        } else if (sizeDigits == 0) {
            fault = Fault.BAD_CHUNK;
        } else {
            endOrExtend(buffer, b, SIZE_PADDING);
        }
    }

    /** {@code *( BWS ";" BWS token [ BWS "=" BWS ( token / quoted-string ) ] )}, RFC 9112 §7.1.1. */
    private void extension(ByteBuffer buffer, byte b) {
        final boolean token = Ascii.isToken(b);
        if (++extensionBytes > EXTENSION_BYTES_FREE + contentBytes) {
            fault = Fault.CHUNK_OVERHEAD;
            return;
        }
        switch (state) {
            case SIZE_PADDING -> {
                if (b == '\r' && acceptsPadding) {
                    hadPadding = true;
                    state = SIZE_LF;
                    keep(buffer, b);
                } else {
                    skip(b, Ascii.isBlank(b) ? SIZE_PADDING : b == ';' ? EXT_NAME_START : BAD);
                }
            }
            case EXT_SPACE -> skip(b, Ascii.isBlank(b) ? EXT_SPACE : b == ';' ? EXT_NAME_START : BAD);
            case EXT_NAME_START -> skip(b, Ascii.isBlank(b) ? EXT_NAME_START : token ? EXT_NAME : BAD);
            case EXT_NAME -> {
                if (token || b == '=') {
                    skip(b, token ? EXT_NAME : EXT_VALUE_START);
                } else {
                    endOrExtend(buffer, b, EXT_NAME_END);
                }
            }
            case EXT_NAME_END ->
                skip(b, Ascii.isBlank(b) ? EXT_NAME_END : b == '=' ? EXT_VALUE_START : b == ';' ? EXT_NAME_START : BAD);
            case EXT_VALUE_START ->
                skip(b, Ascii.isBlank(b) ? EXT_VALUE_START : b == '"' ? EXT_QUOTED : token ? EXT_TOKEN : BAD);
            case EXT_QUOTED -> skip(b, b == '"' ? EXT_END : b == '\\' ? EXT_ESCAPE : isText(b) ? EXT_QUOTED : BAD);
            case EXT_ESCAPE -> skip(b, isText(b) ? EXT_QUOTED : BAD);
            default -> { // EXT_TOKEN, EXT_END
                if (token && state == EXT_TOKEN) {
                    skip(b, EXT_TOKEN);
                } else {
                    endOrExtend(buffer, b, EXT_SPACE);
                }
            }
        }
    }

    /** Behind a size, an extension's name or its value: the line's end, white space, or another extension. */
    private void endOrExtend(ByteBuffer buffer, byte b, int whenBlank) {
        if (b == '\r') {
            state = SIZE_LF;
            keep(buffer, b);
        } else {
            skip(b, b == ';' ? EXT_NAME_START : Ascii.isBlank(b) ? whenBlank : BAD);
        }
    }

    /** Field lines as strict as in a head, but not kept; the empty line that ends them is. */
    private void trailer(ByteBuffer buffer, byte b) {
        if (++trailerBytes > TRAILER_BYTES_MAX) {
            fault = Fault.BAD_TRAILER;
            return;
        }
        final int next = switch (state) {
            case TRAILER_START -> b == '\r' ? END_LF : Ascii.isToken(b) ? TRAILER_NAME : BAD;
            case TRAILER_NAME -> b == ':' ? TRAILER_VALUE : Ascii.isToken(b) ? TRAILER_NAME : BAD;
            case TRAILER_VALUE -> b == '\r' ? TRAILER_LF : isText(b) ? TRAILER_VALUE : BAD;
            default -> b == '\n' ? TRAILER_START : BAD; // TRAILER_LF
        };
        if (next == END_LF) {
            state = END_LF;
            keep(buffer, b);
        } else if (next == BAD) {
            fault = Fault.BAD_TRAILER;
        } else {
            skip(b, next);
        }
    }

    private void pass(ByteBuffer buffer, byte b, char wanted, int next, Fault otherwise) {
        if (b == wanted) {
            state = next;
            keep(buffer, b);
        } else {
            fault = otherwise;
        }
    }

    /** Consumes one byte of framing that is passed on, unless the coding is being removed. */
    private void keep(ByteBuffer buffer, byte b) {
        if (!decode) {
            if (out != in) {
                buffer.put(out, b);
            }
            out++;
        }
        in++;
    }

    /** Consumes one byte that is not passed on. */
    private void skip(byte b, int next) {
        if (next == BAD) {
            fault = b == '\n' ? Fault.BARE_LF : Fault.BAD_CHUNK;
        } else {
            state = next;
            in++;
        }
    }

    /** HTAB, SP, VCHAR or obs-text. */
    private static boolean isText(byte b) {
        return b == '\t' || (b & 0xff) >= 0x20 && b != 0x7f;
    }

    int outEnd() {
        return out;
    }

    int inEnd() {
        return in;
    }

    long contentBytes() {
        return contentBytes;
    }

    Fault fault() {
        return fault;
    }
}
