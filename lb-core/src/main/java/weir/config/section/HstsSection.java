package weir.config.section;

import weir.config.value.Key;
import weir.config.value.Location;
import weir.config.value.Quantity;
import weir.config.value.Units;
import weir.model.Hsts;

/** {@code listeners.<name>.tls.hsts}; its short form is the duration. */
final class HstsSection extends SectionType<Hsts> {
    private static final Quantity MAX_AGE = new Quantity(Units.DURATION, Hsts.MAX_AGE_RANGE);

    private final Key<Long> maxAge = required("max-age", MAX_AGE);
    private final Key<Boolean> subdomains = flag("include-subdomains");
    private final Key<Boolean> preload = flag("preload");

    @Override
    Hsts build(Section section) {
        final Long maxAgeMs = section.get(maxAge);
        final boolean includesSubdomains = section.get(subdomains);
        final boolean mayPreload = section.get(preload);
        if (!section.isFine()) {
            return null;
        }
        if (mayPreload && (!includesSubdomains || maxAgeMs / 1_000 < Hsts.PRELOAD_SECONDS_MIN)) {
            return section.at(preload)
                    .refuse(
                            includesSubdomains
                                    ? "preload with a max-age of less than a year"
                                    : "preload without include-subdomains",
                            "it with include-subdomains: true and a max-age of 8760h or more");
        }
        return new Hsts(maxAgeMs / 1_000, includesSubdomains, mayPreload);
    }

    @Override
    Hsts readText(Location location, String text) {
        final Long maxAgeMs = MAX_AGE.read(location);
        return maxAgeMs == null ? null : Hsts.of(maxAgeMs / 1_000);
    }

    @Override
    public String accepted() {
        return MAX_AGE.accepted() + ", or " + super.accepted();
    }
}
