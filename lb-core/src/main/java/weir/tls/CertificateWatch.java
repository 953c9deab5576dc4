package weir.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import weir.model.CertificateFiles;
import weir.model.Tls;

/**
 * Notices that a listener's files have changed and has them read. What cannot be used changes nothing but a counter, and is not tried again before the files
 * change once more; a certificate that is there before its key is no harm, therefore.
 *
 * <p>Thread: whichever calls {@link #look}; the counts are for any thread.
 */
public final class CertificateWatch {
    private final ServerEngines engines;
    private final BiConsumer<Boolean, String> onReload;
    private List<String> seen;
    private volatile long reloads;
    private volatile long failures;

    /** @param onReload told whether it went well, and of what went wrong or what is now in use */
    public CertificateWatch(ServerEngines engines, BiConsumer<Boolean, String> onReload) {
        this.engines = engines;
        this.onReload = onReload;
        seen = stamps();
    }

    /** Reads the files if they have changed since the last time. Blocks on the disk. */
    public void look() {
        final List<String> now = stamps();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            engines.reload();
            reloads++;
            onReload.accept(true, String.valueOf(engines.identities().get(0).name()));
        } catch (UnfitCertificate e) {
            failures++;
            onReload.accept(false, e.getMessage());
        }
    }

    private List<String> stamps() {
        final Tls tls = engines.tls();
        final List<String> stamps = new ArrayList<>();
        for (CertificateFiles files : tls.certificates()) {
            stamps.add(stamp(files.certificate()));
            stamps.add(stamp(files.key()));
        }
        if (tls.clientAuthorities() != null) {
            stamps.add(stamp(tls.clientAuthorities()));
        }
        return stamps;
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

    public ServerEngines engines() {
        return engines;
    }
}
