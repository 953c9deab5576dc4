package weir.config.value;

import weir.model.Cors;

/** Whose scripts they are, as browsers say it; in any case. */
public final class OriginText implements ValueType<String> {
    @Override
    public String read(Location location) {
        final String text = location.text();
        final String origin = text == null ? "" : Cors.origin(text);
        return Cors.ORIGIN.matches(origin) ? origin : location.refuse(accepted());
    }

    @Override
    public String accepted() {
        return Cors.ORIGIN.accepted();
    }
}
