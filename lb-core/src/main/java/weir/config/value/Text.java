package weir.config.value;

import weir.model.Form;

/** Text of a certain form, taken as it is. */
public record Text(Form form) implements Shape<String> {
    public Text(String pattern, String accepted) {
        this(new Form(pattern, accepted));
    }

    @Override
    public String read(Place place) {
        final String text = place.text();
        return text != null && form.matches(text) ? text : place.refuse(accepted());
    }

    @Override
    public String accepted() {
        return form.accepted();
    }
}
