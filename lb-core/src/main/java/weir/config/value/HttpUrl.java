package weir.config.value;

import java.net.URI;
import java.net.URISyntaxException;
import weir.model.Webhook;

/** Where a POST goes: an http or https URL. */
public final class HttpUrl implements Shape<URI> {
    @Override
    public URI read(Place place) {
        final String text = place.text();
        if (text == null) {
            return place.refuse(accepted());
        }
        try {
            final URI url = new URI(text);
            return Webhook.isUrl(url) ? url : place.refuse(accepted());
        } catch (URISyntaxException e) {
            return place.refuse(accepted());
        }
    }

    @Override
    public String accepted() {
        return Webhook.URL_ACCEPTED;
    }
}
