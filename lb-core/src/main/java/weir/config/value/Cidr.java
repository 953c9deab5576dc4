package weir.config.value;

import weir.model.AddressRange;

/** A network: an address, or an address and the length of its prefix. */
public final class Cidr implements ValueType<AddressRange> {
    @Override
    public AddressRange read(Location location) {
        final String text = location.text();
        final AddressRange range = text == null ? null : AddressRange.parse(text);
        return range == null ? location.refuse(accepted()) : range;
    }

    @Override
    public String accepted() {
        return "a network such as 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32, with no bit set behind the prefix, or unix";
    }

    @Override
    public String show(AddressRange value) {
        return value.text();
    }
}
