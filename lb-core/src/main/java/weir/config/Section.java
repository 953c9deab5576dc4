package weir.config;

import java.util.Map;

/** One map of the file, opened for its shape to read. Thread: the one that reads. */
final class Section {
    private final Place place;
    private final Map<String, Place> values;

    /** Reports keys that the shape does not know. */
    Section(Place place, SectionShape<?> shape) {
        this.place = place;
        this.values = Entries.of(place);
        for (Place value : values.values()) {
            if (!shape.keys().contains(value.name())) {
                refuse(value, shape);
            }
        }
    }

    Place place() {
        return place;
    }

    /** Where the key's value stands; where the section begins when it is absent. */
    Place at(Key<?> key) {
        return has(key) ? values.get(key.name()) : place.key(key.name(), place.line(), place.node());
    }

    boolean has(Key<?> key) {
        return values.containsKey(key.name());
    }

    /**
     * The value; the key's fallback when it is absent, and also after a problem, so that reading can go on. Null where that
     * is null. Reports, so call it once per key.
     */
    <T> T get(Key<T> key) {
        if (has(key)) {
            final T value = key.shape().read(at(key));
            return value == null ? key.fallback() : value;
        }
        if (key.isRequired()) {
            at(key).refuse("nothing", key.shape().accepted());
        }
        return key.fallback();
    }

    /** {@link #get} for a quantity whose range lies within int. */
    int getInt(Key<Long> key) {
        return Math.toIntExact(get(key));
    }

    private void refuse(Place value, SectionShape<?> shape) {
        final String key = Quoted.text(value.name());
        final String accepted = shape.keys().size() == 1 ? shape.names() : "one of " + shape.names();
        if (shape.isLater(value.name())) {
            place.refuseKey(value.line(), "key " + key + Quoted.NOT_YET, accepted);
        } else if (value.name().equals("<<")) {
            place.refuseKey(value.line(), "a merge key <<, which Weir does not read", accepted);
        } else {
            place.refuseKey(value.line(), "unknown key " + key, accepted + Nearest.hint(value.name(), shape.keys()));
        }
    }
}
