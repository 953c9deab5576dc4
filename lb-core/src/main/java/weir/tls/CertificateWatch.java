package weir.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.BiConsumer;
import weir.pki.Identity;
import weir.pki.InvalidCertificateException;

/**
 * Notices that files of certificates have changed and has them read. What cannot be used changes nothing but a counter,
 * and is not tried again before the files change once more, unless it could not even be read; a certificate that is
 * there before its key is no harm, therefore.
 *
 * <p>Thread: whichever calls {@link #look}; the counts are for any thread.
 */
public final class CertificateWatch {
    private final Renewable certificates;
    private final BiConsumer<Boolean, String> onReload;
    /**
     * Empty before the first look, which reads the files in any case: they may have been replaced since they were first
     * read.
     */
    private List<String> seen = List.of();
    /** The last failure: of which files, and why. */
    private String refused = "";

    private volatile long reloads;
    private volatile long failures;

    /** @param onReload called with whether it went well, and with what went wrong or what is now in use */
    public CertificateWatch(Renewable certificates, BiConsumer<Boolean, String> onReload) {
        this.certificates = certificates;
        this.onReload = onReload;
    }

    /** Reads the files if they have changed since the last time. Blocks on the disk. */
    public void look() {
        final List<String> now = stamps();
        if (now.equals(seen)) {
            return;
        }
        try {
            final boolean isFirst = seen.isEmpty();
            final boolean isOther = certificates.reload();
            seen = now;
            if (isOther || !isFirst) {
                reloads++;
                onReload.accept(true, names());
            }
        } catch (InvalidCertificateException e) {
            if (!e.isPassing()) {
                seen = now;
            }
            onFailure(e.getMessage(), now);
        } catch (RuntimeException e) { // of a provider that meets what it has not expected
            onFailure("reading " + fileNames() + " failed: " + e, now);
        }
    }

    /** Said once of the same files and for the same reason, however often they are tried. */
    private void onFailure(String why, List<String> now) {
        final String failure = now + " " + why;
        if (!failure.equals(refused)) {
            refused = failure;
            failures++;
            onReload.accept(false, why);
        }
    }

    /** Without certificates of its own there are files of authorities only. */
    private String names() {
        final List<String> names =
                certificates.identities().stream().map(Identity::name).toList();
        return names.isEmpty() ? fileNames() : String.join(", ", names);
    }

    private String fileNames() {
        return String.join(
                ", ", certificates.files().stream().map(Path::toString).toList());
    }

    private List<String> stamps() {
        return certificates.files().stream().map(CertificateWatch::stamp).toList();
    }

    /** Follows links, as certbot exchanges those. */
    private static String stamp(Path file) {
        try {
            final BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return "unreadable";
        }
    }

    /** Times new files came into use. */
    public long reloads() {
        return reloads;
    }

    /** Times they did not. */
    public long failures() {
        return failures;
    }

    public Renewable certificates() {
        return certificates;
    }
}
