package weir.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import weir.model.CheckFields;

/** Fields of a check's request. No message says a value, as that may be a password. */
final class CheckFieldsMap implements Shape<CheckFields> {
    private static final String NAME = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}";
    private static final String VALUE = "[!-~]([ -~]{0,4094}[!-~])?";
    /** What Weir says itself, or what would make it another request. */
    private static final Set<String> OURS = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "upgrade",
            "expect",
            "te",
            "trailer",
            "keep-alive");

    @Override
    public CheckFields read(Place place) {
        if (place.entries() == null
                || !CheckFields.COUNT_RANGE.has(place.entries().size())) {
            return place.refuse(place.entries() == null ? "no map" : "another number of them", accepted());
        }
        final Map<String, String> fields = new LinkedHashMap<>();
        boolean isGood = true;
        for (Place value : Entries.of(place).values()) {
            final String name = value.name();
            if (!name.matches(NAME) || OURS.contains(name.toLowerCase(Locale.ROOT))) {
                value.refuse(
                        "the field " + Quoted.text(name),
                        "a field name, and none that Weir sends itself (for Host there is host)");
                isGood = false;
            } else if (value.text() == null || !value.text().matches(VALUE)) {
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
