package weir.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    static List<PemBlock> read(Path file, UnfitCertificate.Part part) throws UnfitCertificate {
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
            throw new UnfitCertificate(part, file + " has no PEM block (-----BEGIN ...-----)");
        }
        return blocks;
    }

    private static UnfitCertificate cut(Path file, UnfitCertificate.Part part, String what) {
        return new UnfitCertificate(part, file + " has " + what + " that is cut: its -----END ...----- is missing");
    }

    private static PemBlock block(String label, String content, Path file, UnfitCertificate.Part part)
            throws UnfitCertificate {
        final Matcher headers = HEADERS.matcher(content);
        final boolean isEncrypted = label.startsWith("ENCRYPTED") || content.contains("ENCRYPTED");
        try {
            return new PemBlock(label, Base64.getMimeDecoder().decode(headers.replaceAll("")), isEncrypted);
        } catch (IllegalArgumentException e) {
            throw new UnfitCertificate(part, file + " has a block " + label + " that is not Base64");
        }
    }

    private static String text(Path file, UnfitCertificate.Part part) throws UnfitCertificate {
        if (Files.isDirectory(file)) {
            throw new UnfitCertificate(part, file + " is a directory");
        }
        try (InputStream in = Files.newInputStream(file)) {
            final byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1); // one more shows that there is more
            if (bytes.length > FILE_BYTES_MAX) {
                throw new UnfitCertificate(part, file + " is larger than 4 MiB");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new UnfitCertificate(part, "there is no file " + file);
        } catch (AccessDeniedException e) {
            throw new UnfitCertificate(part, file + " may not be read");
        } catch (IOException e) {
            throw UnfitCertificate.unread(part, file + " cannot be read");
        }
    }
}
