package weir.filter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import weir.buf.Ascii;
import weir.model.SiteFile;

/** A file of a site, with what responses say of it. Immutable but for the buffer's positions: owning loop only. */
final class SiteEntry {
    final byte[] path;
    final byte[] typeLine;
    /** With its quotes. The same content has the same, whatever it is called. */
    final byte[] tag;

    final byte[] lastModified;
    /** Both of these as lines. */
    final byte[] validatorLines;

    final ByteBuffer content;

    SiteEntry(SiteFile file) {
        path = file.path().getBytes(StandardCharsets.UTF_8);
        typeLine = Ascii.bytes("Content-Type: " + file.type() + "\r\n");
        final String tag = '"' + file.content().digest() + '"';
        this.tag = Ascii.bytes(tag);
        lastModified = Ascii.bytes(file.lastModified());
        validatorLines = Ascii.bytes("ETag: " + tag + "\r\nLast-Modified: " + file.lastModified() + "\r\n");
        content = ByteBuffer.wrap(file.content().bytes());
    }

    int length() {
        return content.capacity();
    }
}
