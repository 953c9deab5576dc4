package weir.config.section;

import java.net.SocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.config.value.BackendAddress;
import weir.config.value.Key;
import weir.config.value.Place;
import weir.config.value.Placed;
import weir.config.value.Shape;
import weir.model.Backend;

/** {@code servers[]} of an older balancer's file. */
final class LegacyServerSection extends SectionShape<LegacyServerSection.Server> {
    /**
     * @param weight relative to the other servers
     * @param hasTls reached by https
     */
    record Server(Placed<Backend> backend, double weight, boolean hasTls) {
        Placed<Backend> scaled(double scale) {
            return new Placed<>(backend.value().withWeight(weight * scale), backend.place());
        }
    }

    private final Key<SocketAddress> addr = required("addr", new Address());
    private final Key<Double> weigth = optional("weigth", new Weight(), 1.0); // sic: so the older balancer reads it
    private final Key<Double> weight = optional("weight", new Weight(), 1.0);

    @Override
    Server build(Section section) {
        final SocketAddress address = section.get(addr);
        final double weigth = section.get(this.weigth);
        final double weight = section.get(this.weight);
        if (section.has(this.weigth) && section.has(this.weight)) {
            section.at(this.weight).refuse("both weigth and weight", "one of the two");
        }
        if (address == null) {
            return null;
        }
        final Backend backend =
                new Backend(Address.withoutScheme(section.at(addr)).text(), address);
        return new Server(
                new Placed<>(backend, section.place()),
                section.has(this.weigth) ? weigth : weight,
                section.at(addr).text().startsWith("https:"));
    }

    /** As the older balancer has it, a URL: scheme and an empty path mean nothing more. */
    private static final class Address implements Shape<SocketAddress> {
        private static final Pattern URL = Pattern.compile("(https?)://([^/?#]+)/?");
        private static final Pattern HAS_PORT = Pattern.compile(".*:[0-9]+");

        private final BackendAddress address = new BackendAddress();

        @Override
        public SocketAddress read(Place place) {
            final String text = place.text();
            return text != null
                            && text.matches("https?://.*")
                            && !URL.matcher(text).matches()
                    ? place.refuse(accepted() + ", without a path")
                    : address.read(withoutScheme(place));
        }

        static Place withoutScheme(Place place) {
            final Matcher url = URL.matcher(place.text() == null ? "" : place.text());
            if (!url.matches()) {
                return place;
            }
            final String authority = url.group(2);
            final String usualPort = url.group(1).equals("https") ? ":443" : ":80";
            return place.withText(HAS_PORT.matcher(authority).matches() ? authority : authority + usualPort);
        }

        @Override
        public String accepted() {
            return "http://host:port, https://host:port, or " + address.accepted();
        }
    }

    private static final class Weight implements Shape<Double> {
        private static final Pattern TEXT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,18})?([eE][-+]?[0-9]{1,2})?");

        @Override
        public Double read(Place place) {
            final String text = place.text() == null ? "" : place.text();
            final double weight = TEXT.matcher(text).matches() ? Double.parseDouble(text) : 0;
            return weight > 0 ? Double.valueOf(weight) : place.refuse(accepted());
        }

        @Override
        public String accepted() {
            return "a number above 0, such as 0.5";
        }
    }
}
