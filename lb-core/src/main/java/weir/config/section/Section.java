package weir.config.section;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import weir.config.value.Entries;
import weir.config.value.ForeignWords;
import weir.config.value.Key;
import weir.config.value.KeyPath;
import weir.config.value.Nearest;
import weir.config.value.Place;
import weir.config.value.Quoted;

/** One map of the file, opened for its shape to read. Thread: the one that reads. */
final class Section {
    private final Place place;
    private final Map<String, Place> values;
    private final int problemsBefore;
    /** Keys whose values were refused. */
    private final Set<String> bad = new HashSet<>();
    /** Keys that stand there in other words. */
    private final Set<String> meant = new HashSet<>();

    /** Reports keys that the shape does not know. */
    Section(Place place, SectionShape<?> shape) {
        this.place = place;
        this.problemsBefore = place.reading().problemCount();
        this.values = Entries.of(place);
        for (Place value : values.values()) {
            place.reading().noteLine(value.path(), value.line());
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
     * The value; the key's fallback when it is absent, and also after a problem, so that reading can go on. Null where
     * that is null. Reports, so call it once per key.
     */
    <T> T get(Key<T> key) {
        if (has(key)) {
            final int before = place.reading().problemCount();
            final T value = key.shape().read(at(key));
            if (place.reading().problemCount() > before) {
                bad.add(key.name());
            }
            return value == null ? key.fallback() : value;
        }
        if (key.isRequired() && !isMeant(key)) {
            at(key).refuse("nothing", key.shape().accepted());
        }
        return key.fallback();
    }

    /**
     * What was read of the key was refused, or something below it. Whoever compares it with other keys may be wrong
     * then, and says nothing: one mistake is told once.
     */
    boolean isBad(Key<?> key) {
        return bad.contains(key.name());
    }

    /** A key that Weir does not know was probably meant for this one. That it is missing is then no second mistake. */
    boolean isMeant(Key<?> key) {
        return meant.contains(key.name());
    }

    /** Nothing in this section has been refused so far, so what follows from several keys may be told. */
    boolean isFine() {
        return place.reading().problemCount() == problemsBefore;
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
            place.refuseKey(value.line(), "unknown key " + key, accepted + hint(value.name(), shape));
        }
    }

    /** What was probably meant. A word that is certain goes before one that is only near. */
    private String hint(String key, SectionShape<?> shape) {
        final String path = place.path();
        final String nearest = Nearest.find(key, shape.keys());
        if (!KeyPlaces.isSection(KeyPath.pattern(path), shape.keys())) {
            return means(nearest) ? Nearest.hint(key, shape.keys()) : "";
        }
        final String outer = KeyPlaces.outer(path, key);
        if (ForeignWords.meant(path, key) != null) {
            means(KeyPlaces.below(path, ForeignWords.meant(path, key)));
            return ForeignWords.hint(path, key);
        } else if (!outer.isEmpty()) {
            return outer;
        } else if (means(nearest)) {
            return Nearest.hint(key, shape.keys());
        }
        final String inner = KeyPlaces.inner(path, key);
        return inner.isEmpty() ? KeyPlaces.elsewhere(path, key) : inner;
    }

    private boolean means(String key) {
        if (key != null) {
            meant.add(key);
        }
        return key != null;
    }
}
