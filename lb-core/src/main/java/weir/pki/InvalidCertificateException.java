package weir.pki;

/** A certificate or a key that cannot be used, and why, in words for the author of the configuration. */
public final class InvalidCertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Which of the files is meant. */
    public enum Part {
        CERTIFICATE,
        KEY,
        AUTHORITIES
    }

    private final Part part;
    private final boolean isPassing;

    public InvalidCertificateException(Part part, String why) {
        this(part, why, false);
    }

    private InvalidCertificateException(Part part, String why, boolean isPassing) {
        super(why);
        this.part = part;
        this.isPassing = isPassing;
    }

    /**
     * The file could not be read, though it is there: it is not ours to read, no descriptor was left, or the disk was
     * in trouble. Nothing is known of what is in it.
     */
    public static InvalidCertificateException unread(Part part, String why) {
        return new InvalidCertificateException(part, why, true);
    }

    /**
     * It may be better the next time, though nobody writes the file: a change of its owner or of its rights shows in no
     * stamp.
     */
    public boolean isPassing() {
        return isPassing;
    }

    public Part part() {
        return part;
    }
}
