package weir.app.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Server-sent events, each flushed as soon as it is due: the first at once, the last ends the response. */
record EventContent(String backend, int events, int everyMs) implements Content {
    @Override
    public String type() {
        return "text/event-stream";
    }

    @Override
    public long length() {
        return UNKNOWN;
    }

    @Override
    public void writeTo(OutputStream out, boolean half) throws IOException {
        final int last = half ? events / 2 : events;
        for (int number = 1; number <= last; number++) {
            Requests.pause(number == 1 ? 0 : everyMs);
            out.write(event(number).getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private String event(int number) {
        return "id: " + number + "\ndata: event " + number + " of " + events + " from " + backend + "\n\n";
    }
}
