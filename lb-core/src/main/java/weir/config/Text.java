package weir.config;

import java.util.regex.Pattern;

/** Text of a certain form, taken as it is. */
record Text(Pattern form, String accepted) implements Shape<String> {
    Text(String form, String accepted) {
        this(Pattern.compile(form), accepted);
    }

    @Override
    public String read(Place place) {
        final String text = place.text();
        return text != null && form.matcher(text).matches() ? text : place.refuse(accepted);
    }
}
