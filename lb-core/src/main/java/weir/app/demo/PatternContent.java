package weir.app.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** As many bytes as wanted of one line repeated, so that anyone can tell whether they arrived whole and in order. */
record PatternContent(long length) implements Content {
    /** 64 bytes, so the byte at offset n is the one at n % 64 of this line. */
    private static final String LINE = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.\n";

    private static final byte[] BLOCK = LINE.repeat(1_024).getBytes(StandardCharsets.US_ASCII);

    @Override
    public String type() {
        return "text/plain";
    }

    @Override
    public void writeTo(OutputStream out, boolean half) throws IOException {
        final long total = half ? length / 2 : length;
        for (long written = 0; written < total; written += BLOCK.length) {
            out.write(BLOCK, 0, (int) Math.min(BLOCK.length, total - written));
        }
    }
}
