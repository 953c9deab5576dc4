package weir.config.section;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import weir.config.value.Entries;
import weir.config.value.ForeignWords;
import weir.config.value.Key;
import weir.config.value.KeyPath;
import weir.config.value.Location;
import weir.config.value.Quoted;
import weir.config.value.Suggestions;

/** One map of the file, opened for its shape to read. Thread: the one that reads. */
final class Section {
    private final Location location;
    private final Map<String, Location> values;
    private final int problemsBefore;
    /** Keys whose values were refused. */
    private final Set<String> bad = new HashSet<>();
    /** To read a value twice tells each problem twice, and files are read. */
    private final Set<String> read = new HashSet<>();
    /** Keys that stand there in other words. */
    private final Set<String> meant = new HashSet<>();

    /** Reports keys that the shape does not know. */
    Section(Location location, SectionType<?> type) {
        this.location = location;
        this.problemsBefore = location.context().problemCount();
        this.values = Entries.of(location);
        for (Location value : values.values()) {
            location.context().noteLine(value.path(), value.line());
            if (!type.keys().contains(value.name())) {
                refuse(value, type);
            }
        }
    }

    Location location() {
        return location;
    }

    /** Where the key's value stands; where the section begins when it is absent. */
    Location at(Key<?> key) {
        return has(key) ? values.get(key.name()) : location.key(key.name(), location.line(), location.node());
    }

    boolean has(Key<?> key) {
        return values.containsKey(key.name());
    }

    /**
     * The value; the key's fallback when it is absent, and also after a problem, so that reading can go on. Null where
     * that is null. Reports, so call it once per key.
     */
    <T> T get(Key<T> key) {
        assert read.add(key.name()) : key.name() + " is read twice";
        if (has(key)) {
            final int before = location.context().problemCount();
            final T value = key.type().read(at(key));
            if (location.context().problemCount() > before) {
                bad.add(key.name());
            }
            return value == null ? key.fallback() : value;
        }
        if (key.isRequired() && !isMeant(key)) {
            at(key).refuse("nothing", key.type().accepted());
        }
        return key.fallback();
    }

    /**
     * What was read of the key was refused, or something below it. Whoever compares it with other keys may be wrong
     * then, and says nothing: one mistake is reported once.
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
        return location.context().problemCount() == problemsBefore;
    }

    /** {@link #get} for a quantity whose range lies within int. */
    int getInt(Key<Long> key) {
        return Math.toIntExact(get(key));
    }

    private void refuse(Location value, SectionType<?> type) {
        final String key = Quoted.text(value.name());
        final String accepted = type.keys().size() == 1 ? type.names() : "one of " + type.names();
        if (type.isLater(value.name())) {
            location.refuseKey(value.line(), "key " + key + Quoted.NOT_YET, accepted);
        } else if (value.name().equals("<<")) {
            location.refuseKey(value.line(), "a merge key <<, which Weir does not read", accepted);
        } else {
            location.refuseKey(value.line(), "unknown key " + key, accepted + hint(value.name(), type));
        }
    }

    /** What was probably meant. A word that is certain goes before one that is only near. */
    private String hint(String key, SectionType<?> type) {
        final String path = location.path();
        final String nearest = Suggestions.find(key, type.keys());
        if (!KeyLocations.isSection(KeyPath.pattern(path), type.keys())) {
            return means(nearest) ? Suggestions.hint(key, type.keys()) : "";
        }
        final String outer = KeyLocations.outer(path, key);
        if (ForeignWords.meant(path, key) != null) {
            means(KeyLocations.below(path, ForeignWords.meant(path, key)));
            return ForeignWords.hint(path, key);
        } else if (!outer.isEmpty()) {
            return outer;
        } else if (means(nearest)) {
            return Suggestions.hint(key, type.keys());
        }
        final String inner = KeyLocations.inner(path, key);
        return inner.isEmpty() ? KeyLocations.elsewhere(path, key) : inner;
    }

    private boolean means(String key) {
        if (key != null) {
            meant.add(key);
        }
        return key != null;
    }
}
