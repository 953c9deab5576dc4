package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.buf.CaselessWord;
import weir.buf.Swar;

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

    static final byte[] LENGTH_NAME = Ascii.bytes("Content-Length: ");
    static final byte[] CHUNKED_LINE = Ascii.bytes("Transfer-Encoding: chunked\r\n");

    private static final CaselessWord CHUNKED = new CaselessWord("chunked");

    private Framing() {}

    /** Why nobody could be sure where the body ends, or null (RFC 9112 §6.3). */
    static Fault fault(HeadView head, ByteBuffer in) {
        return fault(head, in, 0);
    }

    /** @param accepted what is put up with, as bits of {@link Tolerance} */
    static Fault fault(HeadView head, ByteBuffer in, int accepted) {
        if (head.has(FieldName.TRANSFER_ENCODING)) {
            if (head.has(FieldName.CONTENT_LENGTH) && (accepted & Tolerance.LENGTH_WITH_CHUNKED.bit()) == 0) {
                return Fault.TRANSFER_ENCODING_AND_LENGTH;
            }
            final Fault fault = head.isHttp10() ? Fault.TRANSFER_ENCODING_IN_HTTP_1_0 : transferEncodingFault(head, in);
            if (fault != null || !head.has(FieldName.CONTENT_LENGTH)) {
                return fault;
            }
        }
        return lengthFault(head, in, (accepted & Tolerance.EQUAL_CONTENT_LENGTHS.bit()) != 0);
    }

    private static Fault lengthFault(HeadView head, ByteBuffer in, boolean acceptsEqual) {
        final boolean isRepeated = head.isRepeated(FieldName.CONTENT_LENGTH);
        if (isRepeated && !acceptsEqual) {
            return Fault.CONTENT_LENGTH_REPEATED;
        }
        if (acceptsEqual && head.has(FieldName.CONTENT_LENGTH)) {
            return equalLengths(head, in) >= 0
                    ? null
                    : isRepeated ? Fault.CONTENT_LENGTH_REPEATED : Fault.BAD_CONTENT_LENGTH;
        }
        return contentLength(head, in) == BAD ? Fault.BAD_CONTENT_LENGTH : null;
    }

    /**
     * What all members of all Content-Length lines say in the same digits (RFC 9110 §8.6); {@link #BAD} when they
     * differ or one is no number.
     */
    static long equalLengths(HeadView head, ByteBuffer in) {
        long length = ABSENT;
        int digits = 0;
        for (int line = head.indexOf(FieldName.CONTENT_LENGTH);
                line >= 0;
                line = head.indexOf(FieldName.CONTENT_LENGTH, line + 1)) {
            final int end = head.valueEnd(line);
            for (int from = head.valueStart(line); from <= end; ) {
                final int stop = Ascii.indexOf(in, from, end, ',');
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

    /**
     * How the body is framed, when there is no {@link #fault}.
     *
     * @param unframed what it is when no field says so
     */
    static long bodyBytes(HeadView head, ByteBuffer in, long unframed) {
        if (head.has(FieldName.TRANSFER_ENCODING)) {
            return BodyReader.CHUNKED;
        }
        return head.has(FieldName.CONTENT_LENGTH) ? contentLength(head, in) : unframed;
    }

    /** The value of a single Content-Length line: digits only, no list, no sign, no overflow. */
    static long contentLength(HeadView head, ByteBuffer in) {
        final int line = head.indexOf(FieldName.CONTENT_LENGTH);
        if (line < 0) {
            return ABSENT;
        }
        return number(in, head.valueStart(line), head.valueEnd(line));
    }

    private static long number(ByteBuffer in, int from, int to) {
        if (to - from <= 8) {
            final long length = Swar.number(in, from, to);
            return length < 0 ? BAD : length;
        }
        return to - from > LENGTH_DIGITS_MAX ? BAD : longNumber(in, from, to);
    }

    private static long longNumber(ByteBuffer in, int from, int to) {
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

    /** Writes Content-Length anew unless it is in the one form that nobody reads differently. */
    static void makeLengthPlain(HeadView head, ByteBuffer in, HeadEdit edit) {
        if (!isPlainLength(head, in)) {
            head.drop(head.indexOf(FieldName.CONTENT_LENGTH));
            edit.add(LENGTH_NAME, contentLength(head, in));
        }
    }

    /** A zero before other digits is valid, but some read the number as octal then. */
    private static boolean isPlainLength(HeadView head, ByteBuffer in) {
        final int line = head.indexOf(FieldName.CONTENT_LENGTH);
        final int from = head.valueStart(line);
        return (head.valueEnd(line) - from == 1 || in.get(from) != '0') && isPlain(head, in, line);
    }

    /**
     * Writes Transfer-Encoding, known to be {@code chunked} in some case, anew unless it is in the one form: there are
     * readers that find no {@code CHUNKED}, or none behind a tab.
     */
    static void makeCodingPlain(HeadView head, ByteBuffer in, HeadEdit edit) {
        final int line = head.indexOf(FieldName.TRANSFER_ENCODING);
        if (!Ascii.startsWith(in, head.valueStart(line), CHUNKED.bytes()) || !isPlain(head, in, line)) {
            head.drop(line);
            edit.add(CHUNKED_LINE);
        }
    }

    /** One space before the value, and nothing behind it. */
    private static boolean isPlain(HeadView head, ByteBuffer in, int line) {
        final int colon = head.nameEnd(line);
        return head.valueStart(line) == colon + 2
                && in.get(colon + 1) == ' '
                && head.lineEnd(line) == head.valueEnd(line) + 2;
    }

    /** Null when Transfer-Encoding is exactly {@code chunked}, the one coding that Weir speaks. */
    private static Fault transferEncodingFault(HeadView head, ByteBuffer in) {
        final int line = head.indexOf(FieldName.TRANSFER_ENCODING);
        final int from = head.valueStart(line);
        final int to = head.valueEnd(line);
        if (head.isRepeated(FieldName.TRANSFER_ENCODING)) {
            return Fault.BAD_TRANSFER_ENCODING;
        }
        if (CHUNKED.is(in, from, to)) {
            return null;
        }
        return endsInChunked(in, from, to) ? Fault.UNKNOWN_TRANSFER_ENCODING : Fault.BAD_TRANSFER_ENCODING;
    }

    /** {@code gzip, chunked} is well formed and merely not spoken here; {@code chunked, chunked} is neither. */
    private static boolean endsInChunked(ByteBuffer in, int from, int to) {
        final int start = to - CHUNKED.length();
        if (start <= from || !CHUNKED.is(in, start, to)) {
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
        return at > from && !CHUNKED.is(in, from, at);
    }
}
