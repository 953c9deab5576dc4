package weir.config.section;

import java.util.List;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.model.Webhook;

/** {@code notify}. */
final class NotifySection extends SectionType<List<Webhook>> {
    private final Key<List<Webhook>> webhooks = optional(
            Webhook.WEBHOOKS_RANGE.key(), new ListOf<>(new WebhookSection(), Webhook.WEBHOOKS_RANGE), List.of());

    @Override
    List<Webhook> build(Section section) {
        return section.get(webhooks);
    }
}
