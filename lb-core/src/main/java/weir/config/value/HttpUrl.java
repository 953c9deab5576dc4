package weir.config.value;

import java.net.URI;
import java.net.URISyntaxException;
import weir.model.Webhook;

/** Where a POST goes: an http or https URL. */
public final class HttpUrl implements ValueType<URI> {
    @Override
    public URI read(Location location) {
        final String text = location.text();
        if (text == null) {
            return location.refuse(accepted());
        }
        try {
            final URI url = new URI(text);
            return Webhook.isUrl(url) ? url : location.refuse(accepted());
        } catch (URISyntaxException e) {
            return location.refuse(accepted());
        }
    }

    @Override
    public String accepted() {
        return Webhook.URL_ACCEPTED;
    }
}
