package weir.app.demo;

import java.io.IOException;
import java.io.OutputStream;

/** JSON that is at hand. */
record JsonContent(byte[] json) implements Content {
    @Override
    public String type() {
        return "application/json";
    }

    @Override
    public long length() {
        return json.length;
    }

    @Override
    public void writeTo(OutputStream out, boolean half) throws IOException {
        out.write(json, 0, half ? json.length / 2 : json.length);
    }
}
