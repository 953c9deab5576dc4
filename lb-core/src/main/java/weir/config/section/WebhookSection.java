package weir.config.section;

import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import weir.config.value.EnumValue;
import weir.config.value.HttpUrl;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.config.value.Location;
import weir.config.value.SecretFile;
import weir.config.value.SecretText;
import weir.model.EventKind;
import weir.model.Secret;
import weir.model.Webhook;

/** {@code notify.webhooks[]}; its short form is the URL alone. */
final class WebhookSection extends SectionType<Webhook> {
    private static final EnumValue<EventKind> EVENTS = new EnumValue<>(EventKind.values(), EventKind::word);

    private final Key<URI> url = required("url", new HttpUrl());
    private final Key<List<EventKind>> events = optional(
            Webhook.EVENTS_RANGE.key(), new ListOf<>(EVENTS, Webhook.EVENTS_RANGE), Arrays.asList(EventKind.values()));
    private final Key<Secret> secret = optional("secret", new SecretText());
    private final Key<Secret> secretFile = optional("secret-file", new SecretFile());
    private final Key<Long> timeout = duration(Webhook.TIMEOUT_RANGE, Webhook.TIMEOUT_MS);
    private final Key<Long> attempts = count(Webhook.ATTEMPTS_RANGE, Webhook.ATTEMPTS);
    private final Key<Long> backoff = duration(Webhook.BACKOFF_RANGE, Webhook.BACKOFF_MS);
    private final Key<Long> batch = duration(Webhook.BATCH_RANGE, Webhook.BATCH_MS);

    @Override
    Webhook build(Section section) {
        final URI url = section.get(this.url);
        final List<EventKind> events = section.get(this.events);
        final Secret written = section.get(secret);
        final Secret filed = section.get(secretFile);
        final int timeoutMs = section.getInt(timeout);
        final int attemptsMax = section.getInt(attempts);
        final int backoffMs = section.getInt(backoff);
        final int batchMs = section.getInt(batch);
        if (section.has(secret) && section.has(secretFile)) {
            section.at(secretFile).refuse("both secret and secret-file", "one of the two");
        }
        return url == null || events.isEmpty()
                ? null
                : new Webhook(
                        url,
                        EnumSet.copyOf(events),
                        written == null ? filed : written,
                        timeoutMs,
                        attemptsMax,
                        backoffMs,
                        batchMs);
    }

    @Override
    Webhook readText(Location location, String text) {
        final URI url = new HttpUrl().read(location);
        return url == null ? null : Webhook.of(url);
    }

    @Override
    public String accepted() {
        return "a URL or " + super.accepted();
    }
}
