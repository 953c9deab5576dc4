package weir.config.value;

import weir.http.FieldName;
import weir.model.HeaderRule;

/** The name of a field that the configuration may write. */
public final class FieldNameText implements ValueType<String> {
    private static final String ACCEPTED =
            "a field name; not one of connection and framing, nor one that Weir vouches for";

    @Override
    public String read(Location location) {
        return location.text() == null ? location.refuse(ACCEPTED) : read(location, location.text());
    }

    /** @return null after a problem */
    static String read(Location location, String name) {
        if (!HeaderRule.NAME.matches(name)) {
            return location.refuse("the name " + Quoted.text(name), HeaderRule.NAME.accepted());
        }
        location.context().addField(name, location);
        return FieldName.isReserved(name) ? location.refuse("the field " + Quoted.text(name), ACCEPTED) : name;
    }

    @Override
    public String accepted() {
        return ACCEPTED;
    }
}
