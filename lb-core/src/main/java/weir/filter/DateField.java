package weir.filter;

import weir.http.FieldName;

/** Adds Date where the backend has not said it (RFC 9110 §6.6.1). */
final class DateField implements ResponseFilter {
    private final DateLine date;

    DateField(DateLine date) {
        this.date = date;
    }

    @Override
    public void apply(ResponseContext context) {
        if (!context.head().has(FieldName.DATE)) {
            context.edit().add(date.at(context.nowNs()));
        }
    }
}
