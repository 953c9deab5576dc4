package weir.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weir.model.OnDown;
import weir.model.Webhook;

/**
 * Passes each event on to everyone who wants it. {@link #accept} by one thread at a time, and it never blocks; the
 * counts by any.
 */
public final class Notifier {
    /** A stop waits so long for last messages, and once more for those that were broken off. */
    private static final long STOP_NS = 2_000_000_000;

    private final List<WebhookSender> senders = new ArrayList<>();
    private final DownCommand commands;

    /** @param onDown by the pool's name */
    public Notifier(List<Webhook> webhooks, Map<String, OnDown> onDown) {
        for (Webhook webhook : webhooks) {
            senders.add(new WebhookSender(webhook, senders.size()));
        }
        commands = new DownCommand(onDown);
    }

    public void start() {
        senders.forEach(WebhookSender::start);
    }

    /** @param nowNs monotonic */
    public void accept(Event event, long nowNs) {
        senders.forEach(sender -> sender.offer(event));
        commands.offer(event, nowNs);
    }

    /** Tries to deliver what is left, to all at the same time, for a few seconds at most however many they are. */
    public void stop() throws InterruptedException {
        senders.forEach(WebhookSender::end);
        commands.end();
        awaitAll();
        senders.forEach(WebhookSender::abort);
        awaitAll();
    }

    private void awaitAll() throws InterruptedException {
        final long deadlineNs = System.nanoTime() + STOP_NS;
        for (WebhookSender sender : senders) {
            sender.await(deadlineNs - System.nanoTime());
        }
        commands.await(deadlineNs - System.nanoTime());
    }

    /** Events delivered, over all webhooks. */
    public long delivered() {
        return senders.stream().mapToLong(WebhookSender::delivered).sum();
    }

    /** Events that a webhook was not told of, because it was too slow or refused them. */
    public long lost() {
        return senders.stream().mapToLong(WebhookSender::lost).sum();
    }

    public long failedAttempts() {
        return senders.stream().mapToLong(WebhookSender::failedAttempts).sum();
    }

    public long commandRuns() {
        return commands.runs();
    }

    /** Commands that their limit has kept from running. */
    public long commandRefusals() {
        return commands.refusals();
    }
}
