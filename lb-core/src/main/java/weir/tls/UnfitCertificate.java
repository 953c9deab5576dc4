package weir.tls;

/** A certificate or a key that cannot be used, and why, in words for whoever wrote the configuration. */
public final class UnfitCertificate extends Exception {
    private static final long serialVersionUID = 1L;

    /** Which of the files is meant. */
    public enum Part {
        CERTIFICATE,
        KEY,
        AUTHORITIES
    }

    private final Part part;

    UnfitCertificate(Part part, String why) {
        super(why);
        this.part = part;
    }

    public Part part() {
        return part;
    }
}
