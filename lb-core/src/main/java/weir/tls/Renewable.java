package weir.tls;

import java.nio.file.Path;
import java.util.List;
import weir.pki.Identity;
import weir.pki.InvalidCertificateException;

/** Keys and certificates in use that come from files, which may be replaced meanwhile. Any thread. */
public interface Renewable {
    /** Where they come from. */
    List<Path> files();

    /**
     * Reads the files anew. Connections that begin from now on use what is there and resume no session of before,
     * unless nothing has changed; those that are there or shake hands go on. When it fails everything stays as it is.
     * Blocks on the disk.
     *
     * @return false when the files hold what is in use already
     */
    boolean reload() throws InvalidCertificateException;

    /** What we show of ourselves now, in the order of the configuration. */
    List<Identity> identities();
}
