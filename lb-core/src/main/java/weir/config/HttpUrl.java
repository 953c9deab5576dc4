package weir.config;

import java.net.URI;
import java.net.URISyntaxException;

/** Where a POST goes: an http or https URL. */
final class HttpUrl implements Shape<URI> {
    @Override
    public URI read(Place place) {
        final String text = place.text();
        if (text == null) {
            return place.refuse(accepted());
        }
        try {
            final URI url = new URI(text);
            final boolean isHttp =
                    "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            return isHttp
                            && url.getHost() != null
                            && url.getUserInfo() == null
                            && url.getFragment() == null
                            && url.getPort() <= HostPort.PORT_RANGE.max()
                    ? url
                    : place.refuse(accepted());
        } catch (URISyntaxException e) {
            return place.refuse(accepted());
        }
    }

    @Override
    public String accepted() {
        return "a URL such as https://hooks.example.com/weir, without user or fragment";
    }
}
