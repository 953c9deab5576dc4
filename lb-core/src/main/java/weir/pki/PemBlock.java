package weir.pki;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.file.BoundedFile;
import weir.file.UnreadableFileException;

/**
 * One block of a PEM file (RFC 7468): its label and its bytes.
 *
 * @param isEncrypted the header lines say that the bytes are (RFC 1421)
 */
record PemBlock(String label, byte[] bytes, boolean isEncrypted) {
    /** A bundle of all public authorities is below 300 KiB. */
    private static final int FILE_BYTES_MAX = 4 << 20;

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");
    private static final String ANY_BEGIN = "-----BEGIN";
    private static final Pattern HEADERS = Pattern.compile("(?m)^[A-Za-z0-9-]+:.*$");

    /** All blocks of a file, in its order; text between them is skipped. */
    static List<PemBlock> read(Path file, InvalidCertificateException.Part part) throws InvalidCertificateException {
        final String text = text(file, part);
        final List<PemBlock> blocks = new ArrayList<>();
        int at = text.indexOf(ANY_BEGIN);
        while (at >= 0) {
            final Matcher begin = BEGIN.matcher(text).region(at, text.length());
            if (!begin.lookingAt()) {
                throw cut(file, part, "a block");
            }
            final String label = begin.group(1);
            final String endLine = "-----END " + label + "-----";
            final int end = text.indexOf(endLine, begin.end());
            final int next = text.indexOf(ANY_BEGIN, begin.end());
            if (end < 0 || next >= 0 && next < end) {
                throw cut(file, part, "a block " + label);
            }
            blocks.add(block(label, text.substring(begin.end(), end), file, part));
            at = next;
        }
        if (blocks.isEmpty()) {
            throw new InvalidCertificateException(part, file + " has no PEM block (-----BEGIN ...-----)");
        }
        return blocks;
    }

    private static InvalidCertificateException cut(Path file, InvalidCertificateException.Part part, String what) {
        return new InvalidCertificateException(
                part, file + " has " + what + " that is cut: its -----END ...----- is missing");
    }

    private static PemBlock block(String label, String content, Path file, InvalidCertificateException.Part part)
            throws InvalidCertificateException {
        final Matcher headers = HEADERS.matcher(content);
        final boolean isEncrypted = label.startsWith("ENCRYPTED") || content.contains("ENCRYPTED");
        try {
            return new PemBlock(label, Base64.getMimeDecoder().decode(headers.replaceAll("")), isEncrypted);
        } catch (IllegalArgumentException e) {
            throw new InvalidCertificateException(part, file + " has a block " + label + " that is not Base64");
        }
    }

    private static String text(Path file, InvalidCertificateException.Part part) throws InvalidCertificateException {
        try {
            return new String(BoundedFile.read(file, FILE_BYTES_MAX), StandardCharsets.ISO_8859_1);
        } catch (UnreadableFileException e) {
            throw switch (e.why()) {
                case MISSING -> new InvalidCertificateException(part, "there is no file " + file);
                case FORBIDDEN -> InvalidCertificateException.unread(part, file + " may not be read");
                case OTHER_KIND ->
                    new InvalidCertificateException(part, file + " is " + e.getMessage() + " and no regular file");
                case TOO_LARGE -> new InvalidCertificateException(part, file + " is larger than 4 MiB");
                case UNREAD -> InvalidCertificateException.unread(part, file + " is " + e.getMessage());
            };
        }
    }
}
