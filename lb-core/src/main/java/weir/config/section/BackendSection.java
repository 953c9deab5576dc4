package weir.config.section;

import java.net.SocketAddress;
import weir.config.value.BackendAddress;
import weir.config.value.CheckAddress;
import weir.config.value.Decimal;
import weir.config.value.Key;
import weir.config.value.Located;
import weir.config.value.Location;
import weir.config.value.Quantity;
import weir.config.value.Text;
import weir.config.value.Units;
import weir.model.Backend;

/** {@code pools.<name>.backends[]}; its short form is the address alone. */
final class BackendSection extends SectionType<Located<Backend>> {
    private static final BackendAddress ADDRESS = new BackendAddress();

    static final Text ID =
            new Text("[A-Za-z0-9_.:-]{1,64}", "1 to 64 letters, digits, dashes, underscores, dots or colons");
    static final Decimal WEIGHT = new Decimal(0, Backend.WEIGHT_MAX);
    static final Quantity CONNECTIONS_MAX =
            new Quantity(Units.COUNT, Backend.CONNECTIONS_RANGE).or("none", Backend.UNLIMITED);

    private final Key<SocketAddress> address = required("address", ADDRESS);
    private final Key<String> id = optional("id", ID);
    private final Key<Double> weight = optional("weight", WEIGHT, Backend.WEIGHT);
    private final Key<Long> connectionsMax =
            optional(Backend.CONNECTIONS_RANGE.key(), CONNECTIONS_MAX, (long) Backend.UNLIMITED);

    private final Key<Boolean> backup = flag("backup");

    /** Without path: that of the request follows it. */
    private final Key<String> publicUrl = optional(
            "public-url",
            new Text(
                    Backend.PUBLIC_URL,
                    "http:// or https://, a host, and a port or none, such as https://b1.example.com"));

    private final Key<SocketAddress> check = optional("check", new CheckAddress());

    @Override
    Located<Backend> build(Section section) {
        final SocketAddress address = section.get(this.address);
        final String id = section.get(this.id);
        final double weight = section.get(this.weight);
        final int connectionsMax = section.getInt(this.connectionsMax);
        final boolean isBackup = section.get(backup);
        final String publicUrl = section.get(this.publicUrl);
        final SocketAddress check = section.get(this.check);
        return address == null
                ? null
                : new Located<>(
                        new Backend(
                                id == null ? section.at(this.address).text() : id,
                                address,
                                weight,
                                connectionsMax,
                                isBackup,
                                publicUrl,
                                CheckAddress.of(check, address)),
                        section.location());
    }

    @Override
    Located<Backend> readText(Location location, String text) {
        final SocketAddress address = ADDRESS.read(location);
        return address == null ? null : new Located<>(new Backend(text, address), location);
    }

    @Override
    public String accepted() {
        return "host:port, unix:/path or " + super.accepted();
    }
}
