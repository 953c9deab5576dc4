package weir.config.section;

import java.net.SocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.config.value.BackendAddress;
import weir.config.value.Key;
import weir.config.value.Located;
import weir.config.value.Location;
import weir.config.value.ValueType;
import weir.model.Backend;

/** {@code servers[]} of an older balancer's file. */
final class LegacyServerSection extends SectionType<LegacyServerSection.Server> {
    /**
     * @param weight relative to the other servers
     * @param hasTls reached by https
     */
    record Server(Located<Backend> backend, double weight, boolean hasTls) {
        Located<Backend> scaled(double scale) {
            return new Located<>(backend.value().withWeight(weight * scale), backend.location());
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
                new Located<>(backend, section.location()),
                section.has(this.weigth) ? weigth : weight,
                section.at(addr).text().startsWith("https:"));
    }

    /** As the older balancer has it, a URL: scheme and an empty path mean nothing more. */
    private static final class Address implements ValueType<SocketAddress> {
        private static final Pattern URL = Pattern.compile("(https?)://([^/?#]+)/?");
        private static final Pattern HAS_PORT = Pattern.compile(".*:[0-9]+");

        private final BackendAddress address = new BackendAddress();

        @Override
        public SocketAddress read(Location location) {
            final String text = location.text();
            return text != null
                            && text.matches("https?://.*")
                            && !URL.matcher(text).matches()
                    ? location.refuse(accepted() + ", without a path")
                    : address.read(withoutScheme(location));
        }

        static Location withoutScheme(Location location) {
            final Matcher url = URL.matcher(location.text() == null ? "" : location.text());
            if (!url.matches()) {
                return location;
            }
            final String authority = url.group(2);
            final String usualPort = url.group(1).equals("https") ? ":443" : ":80";
            return location.withText(HAS_PORT.matcher(authority).matches() ? authority : authority + usualPort);
        }

        @Override
        public String accepted() {
            return "http://host:port, https://host:port, or " + address.accepted();
        }
    }

    private static final class Weight implements ValueType<Double> {
        private static final Pattern TEXT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,18})?([eE][-+]?[0-9]{1,2})?");

        @Override
        public Double read(Location location) {
            final String text = location.text() == null ? "" : location.text();
            final double weight = TEXT.matcher(text).matches() ? Double.parseDouble(text) : 0;
            return weight > 0 ? Double.valueOf(weight) : location.refuse(accepted());
        }

        @Override
        public String accepted() {
            return "a number above 0, such as 0.5";
        }
    }
}
