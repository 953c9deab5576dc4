package weir.config;

import java.net.InetSocketAddress;
import weir.model.Backend;

/** {@code pools.<name>.backends[]}; its short form is the address alone. */
final class BackendSection extends SectionShape<Placed<Backend>> {
    private static final BackendAddress ADDRESS = new BackendAddress();

    private final Key<InetSocketAddress> address = required("address", ADDRESS);
    private final Key<String> id = optional(
            "id", new Text("[A-Za-z0-9_.:-]{1,64}", "1 to 64 letters, digits, dashes, underscores, dots or colons"));

    BackendSection() {
        later("weight", "max-connections", "backup");
    }

    @Override
    Placed<Backend> build(Section section) {
        final InetSocketAddress address = section.get(this.address);
        final String id = section.get(this.id);
        return address == null
                ? null
                : new Placed<>(
                        new Backend(id == null ? section.at(this.address).text() : id, address), section.place());
    }

    @Override
    Placed<Backend> readText(Place place, String text) {
        final InetSocketAddress address = ADDRESS.read(place);
        return address == null ? null : new Placed<>(new Backend(text, address), place);
    }

    @Override
    public String accepted() {
        return "host:port or " + super.accepted();
    }
}
