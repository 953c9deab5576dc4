package weir.config.value;

import weir.model.Form;

/** Text of a certain form, taken as it is. */
public record Text(Form form) implements ValueType<String> {
    public Text(String pattern, String accepted) {
        this(new Form(pattern, accepted));
    }

    @Override
    public String read(Location location) {
        final String text = location.text();
        return text != null && form.matches(text) ? text : location.refuse(accepted());
    }

    @Override
    public String accepted() {
        return form.accepted();
    }
}
