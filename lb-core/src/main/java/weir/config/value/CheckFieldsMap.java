package weir.config.value;

import java.util.LinkedHashMap;
import java.util.Map;
import weir.model.CheckFields;

/** Fields of a check's request. No message says a value, as that may be a password. */
public final class CheckFieldsMap implements ValueType<CheckFields> {
    @Override
    public CheckFields read(Location location) {
        if (location.entries() == null
                || !CheckFields.COUNT_RANGE.has(location.entries().size())) {
            return location.refuse(location.entries() == null ? "no map" : "another number of them", accepted());
        }
        final Map<String, String> fields = new LinkedHashMap<>();
        boolean isGood = true;
        for (Location value : Entries.of(location).values()) {
            final String name = value.name();
            if (!CheckFields.isName(name)) {
                value.refuse(
                        "the field " + Quoted.text(name),
                        "a field name, and none that Weir sends itself (for Host there is host)");
                isGood = false;
            } else if (!CheckFields.isValue(value.text())) {
                value.refuse("another value", "1 to 4096 visible ASCII characters, with spaces between them");
                isGood = false;
            } else {
                fields.put(name, value.text());
            }
        }
        return isGood ? new CheckFields(fields) : null;
    }

    @Override
    public String accepted() {
        return "a map of 1 to 32 field names to their values";
    }
}
