package weir.notify;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.time.Instant;
import weir.model.Webhook;
import weir.text.OneLine;

/** One message on its way to one webhook: a POST, and what became of it. Thread: the webhook's. */
final class Delivery {
    /** How an attempt ended. The reason is for the log. */
    record Result(boolean isDelivered, boolean mayRetry, long retryAfterMs, String reason) {}

    private static final long RETRY_AFTER_MS_MAX = 300_000;

    private final Webhook webhook;
    private final Signature signature;
    /** To be cut by {@link #abort}. */
    private volatile HttpURLConnection connection;

    Delivery(Webhook webhook) {
        this.webhook = webhook;
        this.signature = webhook.secret() == null ? null : new Signature(webhook.secret());
    }

    Result attempt(String id, byte[] body, Instant now) {
        try {
            final int status = post(id, body, now);
            final long retryAfterMs = retryAfterMs(connection.getHeaderField("Retry-After"));
            return new Result(status / 100 == 2, mayRetry(status), retryAfterMs, "status " + status);
        } catch (IOException e) {
            return new Result(false, true, 0, OneLine.reason(e));
        } finally {
            abort();
        }
    }

    private int post(String id, byte[] body, Instant now) throws IOException {
        final HttpURLConnection post = (HttpURLConnection) webhook.url().toURL().openConnection();
        connection = post;
        post.setRequestMethod("POST");
        post.setConnectTimeout(webhook.timeoutMs());
        post.setReadTimeout(webhook.timeoutMs());
        post.setInstanceFollowRedirects(false); // what is meant for one place goes to no other
        post.setUseCaches(false);
        post.setDoOutput(true);
        post.setFixedLengthStreamingMode(body.length); // the JDK then does not retry by itself
        post.setRequestProperty("Content-Type", "application/json");
        post.setRequestProperty("User-Agent", "weir");
        post.setRequestProperty("Connection", "close");
        post.setRequestProperty("Weir-Delivery", id);
        if (signature != null) {
            post.setRequestProperty("Weir-Signature", signature.of(now.getEpochSecond(), body));
        }
        try (OutputStream out = post.getOutputStream()) {
            out.write(body);
        }
        return post.getResponseCode();
    }

    /** What the receiver understood and does not want will not become better; timeouts, overload and failures may. */
    private static boolean mayRetry(int status) {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    /** 0 when there is none, or a date, which few send. */
    private static long retryAfterMs(String field) {
        return field != null && field.matches("[0-9]{1,9}")
                ? Math.min(Long.parseLong(field) * 1_000, RETRY_AFTER_MS_MAX)
                : 0;
    }

    /** Ends an attempt that is under way, and lets go of one that is over. Any thread. */
    void abort() {
        final HttpURLConnection last = connection;
        if (last != null) {
            last.disconnect();
        }
    }
}
