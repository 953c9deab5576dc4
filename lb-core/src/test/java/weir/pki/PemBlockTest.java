package weir.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.CertificateFiles;
import weir.pki.InvalidCertificateException.Part;
import weir.testkit.TlsFixtures;

class PemBlockTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("it.pem"), text);
    }

    private static String fixture(String name) throws IOException {
        return Files.readString(TlsFixtures.file(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN",
                "-----BEGIN ",
                "-----BEGIN CERTIFICATE",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nMIIB",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIF",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END X-----\n"
            })
    void saysThatABlockIsCut(String text) throws Exception {
        final Path file = file(text);
        final InvalidCertificateException refusal =
                assertThrows(InvalidCertificateException.class, () -> PemBlock.read(file, Part.CERTIFICATE));
        assertTrue(refusal.getMessage().contains("that is cut"), refusal.getMessage());
    }

    /** Else the chain would be too short, which only clients would notice. */
    @Test
    void noBlockOfAChainMayBeCut() throws Exception {
        final String one = fixture("localhost.pem");
        assertEquals(2, PemBlock.read(file(one + one), Part.CERTIFICATE).size());
        final String first = one.substring(0, one.length() - 40);
        for (String text : new String[] {first + "\n" + one, one + first}) {
            final Path file = file(text);
            assertThrows(InvalidCertificateException.class, () -> PemBlock.read(file, Part.CERTIFICATE));
        }
    }

    /** Wherever a file ends too early, it is a message and nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "rsa", "wildcard", "ed25519"})
    void aFileThatEndsAnywhereIsRefusedInWords(String name) throws Exception {
        final String certificate = fixture(name + ".pem");
        final String key = fixture(name + "-key.pem");
        for (int end = 0; end < certificate.lastIndexOf("-----"); end += 7) {
            final CertificateFiles files =
                    new CertificateFiles(file(certificate.substring(0, end)), TlsFixtures.file(name + "-key.pem"));
            assertThrows(InvalidCertificateException.class, () -> Identity.read(files), "cut at " + end);
        }
        for (int end = 0; end < key.lastIndexOf("-----"); end += 7) {
            final CertificateFiles files =
                    new CertificateFiles(TlsFixtures.file(name + ".pem"), file(key.substring(0, end)));
            assertThrows(InvalidCertificateException.class, () -> Identity.read(files), "cut at " + end);
        }
    }

    /**
     * A change of its owner alone, as the last step of a renewal may be, leaves its times and its size as they were.
     */
    @Test
    void aFileThatMayNotBeReadMayBeReadTheNextTime() {
        final Path forbidden = Path.of("/proc/sys/vm/compact_memory"); // can be written only, by root too
        assumeTrue(Files.exists(forbidden));
        final InvalidCertificateException refusal =
                assertThrows(InvalidCertificateException.class, () -> PemBlock.read(forbidden, Part.KEY));
        assertEquals(forbidden + " may not be read", refusal.getMessage());
        assertTrue(refusal.isPassing());
    }
}
