package weir.config.value;

import java.nio.file.Path;
import weir.pki.TrustAnchors;
import weir.pki.UnfitCertificate;

/** The path of a PEM file with certificates of authorities. They are read to find out whether they can be used. */
public record AuthoritiesFile(String accepted) implements Shape<Path> {
    @Override
    public Path read(Place place) {
        final Path path = new ReadableFile(accepted).read(place);
        try {
            if (path != null) {
                TrustAnchors.check(path);
            }
            return path;
        } catch (UnfitCertificate e) {
            return place.refuse(e.getMessage(), accepted);
        }
    }
}
