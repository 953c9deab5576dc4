package weir.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.pki.Identity;
import weir.pki.InvalidCertificateException;

class CertificateWatchTest {
    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();
    private InvalidCertificateException failure;
    private RuntimeException bug;
    private boolean isOther = true;
    private int reads;

    private CertificateWatch watch() throws IOException {
        final Path file = Files.writeString(folder.resolve("cert.pem"), "old");
        final Renewable certificates = new Renewable() {
            @Override
            public List<Path> files() {
                return List.of(file);
            }

            @Override
            public boolean reload() throws InvalidCertificateException {
                reads++;
                if (failure != null) {
                    throw failure;
                }
                if (bug != null) {
                    throw bug;
                }
                return isOther;
            }

            @Override
            public List<Identity> identities() {
                return List.of();
            }
        };
        return new CertificateWatch(certificates, (isGood, what) -> told.add(isGood ? "in use: " + what : what));
    }

    private CertificateWatch lookedOnce() throws IOException {
        final CertificateWatch watch = watch();
        isOther = false;
        watch.look();
        assertEquals(List.of(), told, "nothing is new");
        isOther = true;
        reads = 0;
        return watch;
    }

    private void renew() throws IOException {
        Files.writeString(folder.resolve("cert.pem"), "another length");
    }

    @Test
    void readsOnceWhatCannotBeUsed() throws IOException {
        final CertificateWatch watch = lookedOnce();
        renew();
        failure = new InvalidCertificateException(InvalidCertificateException.Part.KEY, "no key");
        watch.look();
        watch.look();
        assertEquals(1, reads);
        assertEquals(List.of("no key"), told);
    }

    /** No descriptor was left: the files may be good. */
    @Test
    void triesAgainWhatCouldNotBeRead() throws IOException {
        final CertificateWatch watch = lookedOnce();
        renew();
        failure = InvalidCertificateException.unread(
                InvalidCertificateException.Part.CERTIFICATE, "cert.pem cannot be read");
        watch.look();
        watch.look();
        assertEquals(2, reads);
        assertEquals(List.of("cert.pem cannot be read"), told, "said once");
        assertEquals(1, watch.failures());
        failure = null;
        watch.look();
        watch.look();
        assertEquals(3, reads);
        assertEquals(List.of("cert.pem cannot be read", "in use: " + folder.resolve("cert.pem")), told);
        assertEquals(1, watch.reloads());
    }

    /** Whoever replaces files just then would be shown the old ones forever. */
    @Test
    void noticesFilesReplacedBetweenTheFirstReadAndTheFirstLook() throws IOException {
        final CertificateWatch watch = watch();
        watch.look();
        watch.look();
        assertEquals(1, reads);
        assertEquals(List.of("in use: " + folder.resolve("cert.pem")), told);
    }

    @Test
    void saysSoWhenTheReasonIsAnotherOne() throws IOException {
        final CertificateWatch watch = lookedOnce();
        renew();
        failure = InvalidCertificateException.unread(InvalidCertificateException.Part.KEY, "key.pem may not be read");
        watch.look();
        failure = new InvalidCertificateException(InvalidCertificateException.Part.KEY, "key.pem is no key");
        watch.look();
        watch.look();
        assertEquals(List.of("key.pem may not be read", "key.pem is no key"), told);
    }

    @Test
    void saysOnceWhichFilesAProviderFailsAt() throws IOException {
        final CertificateWatch watch = lookedOnce();
        renew();
        bug = new IllegalStateException("odd");
        watch.look();
        watch.look();
        final String line = "reading " + folder.resolve("cert.pem") + " failed: java.lang.IllegalStateException: odd";
        assertEquals(List.of(line), told);
        bug = null;
        watch.look();
        assertEquals(1, watch.reloads());
    }
}
