package weir.app.demo;

import java.io.IOException;
import java.io.OutputStream;

/** The body of a response, written when its head is out. */
interface Content {
    long UNKNOWN = -1;

    String type();

    /** In bytes, or {@link #UNKNOWN}. */
    long length();

    /**
     * Writes it, and holds no more than a buffer of it at a time.
     *
     * @param half stop half-way
     */
    void writeTo(OutputStream out, boolean half) throws IOException;
}
