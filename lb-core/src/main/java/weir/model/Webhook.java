package weir.model;

import java.net.URI;
import java.util.EnumSet;
import java.util.Set;

/**
 * A receiver of events, each by a POST.
 *
 * @param url http or https
 * @param events the events it gets
 * @param secret key of the signature; null = messages are not signed
 * @param timeoutMs of a connection, and of each silence on it
 * @param attempts to deliver a message, the first among them
 * @param backoffMs before the second attempt; doubles with each further one
 * @param batchMs how long the first event of a message waits for others
 */
public record Webhook(
        URI url, Set<EventKind> events, Secret secret, int timeoutMs, int attempts, int backoffMs, int batchMs) {
    public static final String URL_ACCEPTED = "a URL such as https://hooks.example.com/weir, without user or fragment";
    private static final int PORT_MAX = 65_535;
    public static final Range TIMEOUT_RANGE = new Range("timeout", 100, 60_000);
    public static final Range ATTEMPTS_RANGE = new Range("attempts", 1, 20);
    public static final Range BACKOFF_RANGE = new Range("backoff", 10, 60_000);
    public static final Range BATCH_RANGE = new Range("batch", 0, 60_000);
    public static final Range EVENTS_RANGE = new Range("events", 1, EventKind.values().length);
    /** Of webhooks in a file. */
    public static final Range WEBHOOKS_RANGE = new Range("webhooks", 0, 16);

    public static final int TIMEOUT_MS = 5_000;
    public static final int ATTEMPTS = 6;
    public static final int BACKOFF_MS = 1_000;
    public static final int BATCH_MS = 250;

    public Webhook {
        Given.one("webhook.url", url);
        Given.check(isUrl(url), "webhook.url", url, URL_ACCEPTED);
        events = Given.set("webhook.events", events);
        EVENTS_RANGE.check(events.size());
        TIMEOUT_RANGE.check(timeoutMs);
        ATTEMPTS_RANGE.check(attempts);
        BACKOFF_RANGE.check(backoffMs);
        BATCH_RANGE.check(batchMs);
    }

    /** Something that can be sent a POST. */
    public static boolean isUrl(URI url) {
        final boolean isHttp = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        return isHttp
                && url.getHost() != null
                && url.getUserInfo() == null
                && url.getFragment() == null
                && url.getPort() <= PORT_MAX;
    }

    /** Told of everything, unsigned. */
    public static Webhook of(URI url) {
        return new Webhook(url, EnumSet.allOf(EventKind.class), null, TIMEOUT_MS, ATTEMPTS, BACKOFF_MS, BATCH_MS);
    }
}
