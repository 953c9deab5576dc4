package weir.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.tinylog.Logger;
import weir.model.Webhook;

/**
 * Sends events to one webhook, in their order, on a thread of its own: a receiver that hangs holds up nobody but
 * itself.
 *
 * <p>Events that come together go together. When the receiver is so slow that the queue is full, the oldest events are
 * given up and counted, as the newest say best how things stand; so is a message that no attempt could deliver.
 *
 * <p>{@link #offer}, {@link #end}, {@link #abort}, {@link #await} and the counts: any thread. All else: thread
 * {@code webhook-N}.
 */
final class WebhookSender {
    static final int QUEUE_MAX = 1_024;
    private static final int EVENTS_PER_MESSAGE = 100;
    private static final long BACKOFF_MS_MAX = 300_000;

    private final Webhook webhook;
    private final Delivery delivery;
    private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failedAttempts = new AtomicLong();
    private final Thread thread;
    private long lostTold;

    WebhookSender(Webhook webhook, int number) {
        this.webhook = webhook;
        delivery = new Delivery(webhook);
        // Owns: the connection to the receiver, what is being delivered, and the pause after a failure.
        thread = new Thread(this::run, "webhook-" + number);
        thread.setDaemon(true); // an embedder that forgets to stop is not kept alive by it
    }

    void start() {
        thread.start();
    }

    /** Never blocks. */
    void offer(Event event) {
        if (!webhook.events().contains(event.kind())) {
            return;
        }
        while (!queue.offer(event)) {
            if (queue.poll() != null) {
                lost.incrementAndGet();
            }
        }
    }

    private void run() {
        try {
            while (true) {
                sendSafely(nextBatch());
            }
        } catch (InterruptedException e) {
            final List<Event> rest = new ArrayList<>();
            queue.drainTo(rest, EVENTS_PER_MESSAGE);
            if (!rest.isEmpty()) {
                sendLast(rest);
            }
        }
    }

    /** A bug of ours costs these events, not all that would follow. */
    private void sendSafely(List<Event> batch) throws InterruptedException {
        try {
            send(batch);
        } catch (RuntimeException e) {
            lost.addAndGet(batch.size());
            Logger.error(e, "a bug in what tells a webhook");
        }
    }

    private List<Event> nextBatch() throws InterruptedException {
        final List<Event> batch = new ArrayList<>();
        batch.add(queue.take());
        final long startNs = System.nanoTime();
        final long batchNs = webhook.batchMs() * 1_000_000L;
        while (batch.size() < EVENTS_PER_MESSAGE) {
            final Event event = queue.poll(batchNs - (System.nanoTime() - startNs), TimeUnit.NANOSECONDS);
            if (event == null) {
                break;
            }
            batch.add(event);
        }
        return batch;
    }

    private void send(List<Event> batch) throws InterruptedException {
        final String id = UUID.randomUUID().toString();
        final long lostNow = lost.get();
        final byte[] body = Message.of(id, Instant.now(), batch, lostNow - lostTold);
        for (int attempt = 1; ; attempt++) {
            final Delivery.Result result = delivery.attempt(id, body, Instant.now());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (result.isDelivered()) {
                delivered.addAndGet(batch.size());
                lostTold = lostNow;
                return;
            }
            failedAttempts.incrementAndGet();
            if (!result.mayRetry() || attempt == webhook.attempts()) {
                lost.addAndGet(batch.size());
                Logger.warn(
                        "webhook {}: {} events given up after {} attempts: {}",
                        shown(),
                        batch.size(),
                        attempt,
                        result.reason());
                return;
            }
            Thread.sleep(Math.max(result.retryAfterMs(), pauseMs(attempt)));
        }
    }

    /** Twice as long after each failure, and never the same for two senders, so that they do not come back in step. */
    private long pauseMs(int attempt) {
        final long ms = Math.min(BACKOFF_MS_MAX, (long) webhook.backoffMs() << Math.min(attempt - 1, 20));
        return ms / 2 + ThreadLocalRandom.current().nextLong(ms / 2 + 1);
    }

    private void sendLast(List<Event> rest) {
        final String id = UUID.randomUUID().toString();
        final byte[] body = Message.of(id, Instant.now(), rest, lost.get() - lostTold);
        if (delivery.attempt(id, body, Instant.now()).isDelivered()) {
            delivered.addAndGet(rest.size());
        } else {
            lost.addAndGet(rest.size());
        }
    }

    /** A URL may hold a secret in its path, as chats have it. */
    private String shown() {
        return webhook.url().getScheme() + "://" + webhook.url().getAuthority() + "/...";
    }

    /** Tries once to deliver what is left, then ends; does not wait for that. */
    void end() {
        thread.interrupt();
    }

    /** Breaks off what is still under way. */
    void abort() {
        if (thread.isAlive()) {
            delivery.abort();
        }
    }

    /** Waits for the end. */
    void await(long withinNs) throws InterruptedException {
        thread.join(Math.max(1, withinNs / 1_000_000));
    }

    /** Events that the receiver has taken. */
    long delivered() {
        return delivered.get();
    }

    /** Events that it was not told of. */
    long lost() {
        return lost.get();
    }

    long failedAttempts() {
        return failedAttempts.get();
    }
}
