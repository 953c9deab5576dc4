package weir.config;

import weir.model.HealthCheck;

/** {@code pools.<name>.health}; its short form is the type alone. */
final class HealthSection extends SectionShape<HealthCheck> {
    private static final HealthCheck FALLBACK = HealthCheck.DEFAULTS;
    private static final Words<HealthCheck.Type> TYPES = new Words<>(HealthCheck.Type.values(), HealthCheck.Type::word);

    private final Key<HealthCheck.Type> type = optional("type", TYPES, FALLBACK.type());
    private final Key<String> path =
            optional("path", new Text("/[!-~&&[^#]]*+", "a request target that begins with /"), FALLBACK.path());
    private final Key<StatusRange> expect = optional(
            HealthCheck.EXPECT_RANGE.key(),
            StatusRange.SHAPE,
            new StatusRange(FALLBACK.expectMin(), FALLBACK.expectMax()));
    private final Key<Long> interval = duration(HealthCheck.INTERVAL_RANGE, FALLBACK.intervalMs());
    private final Key<Long> timeout = duration(HealthCheck.TIMEOUT_RANGE, FALLBACK.timeoutMs());
    private final Key<Long> rise = count(HealthCheck.RISE_RANGE, FALLBACK.rise());
    private final Key<Long> fall = count(HealthCheck.FALL_RANGE, FALLBACK.fall());

    @Override
    HealthCheck build(Section section) {
        final HealthCheck.Type type = section.get(this.type);
        final String path = section.get(this.path);
        final StatusRange expect = section.get(this.expect);
        final int intervalMs = section.getInt(this.interval);
        final int timeoutMs = section.getInt(this.timeout);
        warnOfLongTimeout(section.place(), intervalMs, timeoutMs);
        if (type != HealthCheck.Type.HTTP) {
            warnOfNoUse(section, this.path);
            warnOfNoUse(section, this.expect);
        }
        return new HealthCheck(
                type,
                path,
                expect.min(),
                expect.max(),
                intervalMs,
                timeoutMs,
                section.getInt(rise),
                section.getInt(fall));
    }

    @Override
    HealthCheck readText(Place place, String text) {
        final HealthCheck.Type type = TYPES.read(place);
        return type == null ? null : FALLBACK.withType(type);
    }

    @Override
    public String accepted() {
        return TYPES.accepted() + " or " + super.accepted();
    }

    private static void warnOfLongTimeout(Place place, int intervalMs, int timeoutMs) {
        if (timeoutMs >= intervalMs) {
            place.warn("timeout " + Units.DURATION.show(timeoutMs) + " is not below interval "
                    + Units.DURATION.show(intervalMs) + ", so a slow check delays the next one");
        }
    }

    private static void warnOfNoUse(Section section, Key<?> key) {
        if (section.has(key)) {
            section.at(key).warn("has no effect without type: http");
        }
    }
}
