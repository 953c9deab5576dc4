package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Ascii;

/**
 * Content-Length and Transfer-Encoding: the two fields on which a proxy and a backend must never disagree. Any thread.
 */
final class Framing {
    /** No Content-Length field. */
    static final long ABSENT = -1;
    /** A Content-Length that is not one plain number. */
    static final long BAD = -2;

    /** 10^18 fits into a long with room to spare; no body is longer. */
    private static final int LENGTH_DIGITS_MAX = 18;

    private static final byte[] CHUNKED = Ascii.bytes("chunked");

    private Framing() {}

    /** Why nobody could be sure where the body ends, or null (RFC 9112 §6.3). */
    static Fault fault(ByteBuffer in, int base, FieldLines fields, int versionMinor) {
        return fault(in, base, fields, versionMinor, 0);
    }

    /** @param accepted what is put up with, as bits of {@link Tolerance} */
    static Fault fault(ByteBuffer in, int base, FieldLines fields, int versionMinor, int accepted) {
        if (fields.has(FieldName.TRANSFER_ENCODING)) {
            if (fields.has(FieldName.CONTENT_LENGTH) && (accepted & Tolerance.LENGTH_WITH_CHUNKED.bit()) == 0) {
                return Fault.TRANSFER_ENCODING_AND_LENGTH;
            }
            final Fault fault =
                    versionMinor == 0 ? Fault.TRANSFER_ENCODING_IN_HTTP_1_0 : transferEncodingFault(in, base, fields);
            if (fault != null || !fields.has(FieldName.CONTENT_LENGTH)) {
                return fault;
            }
        }
        return lengthFault(in, base, fields, (accepted & Tolerance.EQUAL_CONTENT_LENGTHS.bit()) != 0);
    }

    private static Fault lengthFault(ByteBuffer in, int base, FieldLines fields, boolean acceptsEqual) {
        final boolean isRepeated = fields.isRepeated(FieldName.CONTENT_LENGTH);
        if (isRepeated && !acceptsEqual) {
            return Fault.CONTENT_LENGTH_REPEATED;
        }
        if (acceptsEqual && fields.has(FieldName.CONTENT_LENGTH)) {
            return equalLengths(in, base, fields) >= 0
                    ? null
                    : isRepeated ? Fault.CONTENT_LENGTH_REPEATED : Fault.BAD_CONTENT_LENGTH;
        }
        return contentLength(in, base, fields) == BAD ? Fault.BAD_CONTENT_LENGTH : null;
    }

    /**
     * What all members of all Content-Length lines say in the same digits (RFC 9110 §8.6); {@link #BAD} when they
     * differ or one is no number.
     */
    static long equalLengths(ByteBuffer in, int base, FieldLines fields) {
        long length = ABSENT;
        int digits = 0;
        for (int line = fields.indexOf(FieldName.CONTENT_LENGTH);
                line >= 0;
                line = fields.indexOf(FieldName.CONTENT_LENGTH, line + 1)) {
            final int end = base + fields.valueEnd(line);
            for (int from = base + fields.valueStart(line); from <= end; ) {
                final int stop = memberEnd(in, from, end);
                final int first = Ascii.skipBlanks(in, from, stop);
                final int last = Ascii.endWithoutBlanks(in, first, stop);
                final long member = number(in, first, last);
                if (member == BAD || length != ABSENT && (member != length || last - first != digits)) {
                    return BAD;
                }
                length = member;
                digits = last - first;
                from = stop + 1;
            }
        }
        return length;
    }

    private static int memberEnd(ByteBuffer in, int from, int end) {
        int at = from;
        while (at < end && in.get(at) != ',') {
            at++;
        }
        return at;
    }

    /**
     * How the body is framed, when there is no {@link #fault}.
     *
     * @param unframed what it is when no field says so
     */
    static long bodyBytes(ByteBuffer in, int base, FieldLines fields, long unframed) {
        if (fields.has(FieldName.TRANSFER_ENCODING)) {
            return BodyReader.CHUNKED;
        }
        return fields.has(FieldName.CONTENT_LENGTH) ? contentLength(in, base, fields) : unframed;
    }

    /** The value of a single Content-Length line: digits only, no list, no sign, no overflow. */
    static long contentLength(ByteBuffer in, int base, FieldLines fields) {
        final int line = fields.indexOf(FieldName.CONTENT_LENGTH);
        if (line < 0) {
            return ABSENT;
        }
        return number(in, base + fields.valueStart(line), base + fields.valueEnd(line));
    }

    private static long number(ByteBuffer in, int from, int to) {
        if (to == from || to - from > LENGTH_DIGITS_MAX) {
            return BAD;
        }
        long length = 0;
        for (int at = from; at < to; at++) {
            final byte b = in.get(at);
            if (!Ascii.isDigit(b)) {
                return BAD;
            }
            length = length * 10 + (b - '0');
        }
        return length;
    }

    /**
     * Content-Length is in the one form that nobody reads differently; else it is written anew. A zero before other
     * digits is valid, but some read the number as octal then.
     */
    static boolean isPlainLength(ByteBuffer in, int base, FieldLines fields) {
        final int line = fields.indexOf(FieldName.CONTENT_LENGTH);
        final int from = fields.valueStart(line);
        return (fields.valueEnd(line) - from == 1 || in.get(base + from) != '0') && isPlain(in, base, fields, line);
    }

    /**
     * Transfer-Encoding, known to be {@code chunked} in some case, is in the one form: there are readers that find no
     * {@code CHUNKED}, or none behind a tab.
     */
    static boolean isPlainCoding(ByteBuffer in, int base, FieldLines fields) {
        final int line = fields.indexOf(FieldName.TRANSFER_ENCODING);
        return Ascii.startsWith(in, base + fields.valueStart(line), CHUNKED) && isPlain(in, base, fields, line);
    }

    /** One space before the value, and nothing behind it. */
    private static boolean isPlain(ByteBuffer in, int base, FieldLines fields, int line) {
        final int colon = fields.nameEnd(line);
        return fields.valueStart(line) == colon + 2
                && in.get(base + colon + 1) == ' '
                && fields.lineEnd(line) == fields.valueEnd(line) + 2;
    }

    /** Null when Transfer-Encoding is exactly {@code chunked}, the one coding that Weir speaks. */
    private static Fault transferEncodingFault(ByteBuffer in, int base, FieldLines fields) {
        final int line = fields.indexOf(FieldName.TRANSFER_ENCODING);
        final int from = base + fields.valueStart(line);
        final int to = base + fields.valueEnd(line);
        if (fields.isRepeated(FieldName.TRANSFER_ENCODING)) {
            return Fault.BAD_TRANSFER_ENCODING;
        }
        if (Ascii.equalsIgnoreCase(in, from, to, CHUNKED)) {
            return null;
        }
        return endsInChunked(in, from, to) ? Fault.UNKNOWN_TRANSFER_ENCODING : Fault.BAD_TRANSFER_ENCODING;
    }

    /** {@code gzip, chunked} is well formed and merely not spoken here; {@code chunked, chunked} is neither. */
    private static boolean endsInChunked(ByteBuffer in, int from, int to) {
        final int start = to - CHUNKED.length;
        if (start <= from || !Ascii.equalsIgnoreCase(in, start, to, CHUNKED)) {
            return false;
        }
        int at = start - 1;
        while (at > from && Ascii.isBlank(in.get(at))) {
            at--;
        }
        if (in.get(at) != ',') {
            return false;
        }
        for (int i = from; i < at; i++) {
            if (!Ascii.isToken(in.get(i))) {
                return false;
            }
        }
        return at > from && !Ascii.equalsIgnoreCase(in, from, at, CHUNKED);
    }
}
