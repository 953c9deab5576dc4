package weir.config.value;

import java.nio.file.Path;
import weir.pki.InvalidCertificateException;
import weir.pki.TrustAnchors;

/** The path of a PEM file with certificates of authorities. They are read to find out whether they can be used. */
public record AuthoritiesFile(String accepted) implements ValueType<Path> {
    @Override
    public Path read(Location location) {
        final Path path = new ReadableFile(accepted).read(location);
        try {
            if (path != null) {
                TrustAnchors.check(path);
            }
            return path;
        } catch (InvalidCertificateException e) {
            return location.refuse(e.getMessage(), accepted);
        }
    }
}
