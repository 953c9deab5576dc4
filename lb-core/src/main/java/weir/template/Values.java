package weir.template;

/** What is known of an exchange just now. Thread: owning loop only. */
public interface Values {
    /**
     * Adds the value to {@code out}, which cuts what is too long and escapes what could end a line; nothing where there
     * is none.
     *
     * @param name of a field, in small letters, or of a cookie; null for other placeholders
     */
    void write(Placeholder placeholder, byte[] name, TemplateOutput out);
}
