package weir.config.section;

import java.nio.file.Path;
import java.util.List;
import weir.config.value.CheckFieldsMap;
import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.Location;
import weir.config.value.Quantity;
import weir.config.value.StatusSetText;
import weir.config.value.Text;
import weir.config.value.Units;
import weir.model.CheckFields;
import weir.model.CheckTimes;
import weir.model.CheckTls;
import weir.model.Health;
import weir.model.HealthCheck;
import weir.model.HealthCheck.Type;
import weir.model.HttpCheck;
import weir.model.Passive;
import weir.model.Pool;
import weir.model.StatusSet;

/** {@code pools.<name>.health}; its short form is the type alone. */
final class HealthSection extends SectionType<HealthCheck> {
    private static final HealthCheck FALLBACK = HealthCheck.DEFAULTS;
    private static final HttpCheck HTTP = FALLBACK.http();
    private static final CheckTimes TIMES = FALLBACK.times();
    private static final EnumValue<Type> TYPES = new EnumValue<>(Type.values(), Type::word);
    private static final EnumValue<Health> INITIAL =
            new EnumValue<>(new Health[] {Health.UP, Health.CHECKING, Health.DOWN}, Health::word);

    private final Key<Type> type = optional("type", TYPES, FALLBACK.type());
    private final Key<HttpCheck.Method> method =
            optional("method", new EnumValue<>(HttpCheck.Method.values(), HttpCheck.Method::name), HTTP.method());
    private final Key<String> path = optional("path", new Text(HttpCheck.PATH), HTTP.path());
    private final Key<String> host = optional("host", new Text(Pool.HOST));
    private final Key<StatusSet> expect = optional(StatusSet.STATUS_RANGE.key(), new StatusSetText(), HTTP.expect());
    private final Key<String> expectBody = optional("expect-body", new Text(HttpCheck.BODY));
    private final Key<CheckFields> headers = optional("headers", new CheckFieldsMap());
    private final Key<Boolean> tls = optional("tls", new EnumValue<>(new Boolean[] {true, false}, String::valueOf));
    private final Key<Path> ca = optional("ca", BackendTlsSection.AUTHORITIES);
    private final Key<String> serverName = optional("server-name", BackendTlsSection.SERVER_NAME);
    private final Key<Boolean> weightFromBody = flag("weight-from-body");
    private final Key<Boolean> drainOn404 = flag("drain-on-404");
    private final Key<Long> interval = duration(CheckTimes.INTERVAL_RANGE, TIMES.intervalMs());
    private final Key<Long> fast = durationOrNone(CheckTimes.FAST_RANGE);
    private final Key<Long> down = durationOrNone(CheckTimes.DOWN_RANGE);
    private final Key<Long> timeout = duration(CheckTimes.TIMEOUT_RANGE, TIMES.timeoutMs());
    private final Key<Long> rise = count(HealthCheck.RISE_RANGE, FALLBACK.rise());
    private final Key<Long> fall = count(HealthCheck.FALL_RANGE, FALLBACK.fall());
    private final Key<Health> initial = optional("initial", INITIAL, FALLBACK.initial());
    private final Key<Long> port =
            optional(HealthCheck.PORT_RANGE.key(), new Quantity(Units.COUNT, HealthCheck.PORT_RANGE));
    private final Key<Long> panic = percent(HealthCheck.PANIC_RANGE, FALLBACK.panicPercent());
    private final Key<Passive> passive = optional("passive", new PassiveSection(), FALLBACK.passive());

    @Override
    HealthCheck build(Section section) {
        final Type type = section.get(this.type);
        final HttpCheck http = http(section);
        final CheckTimes times = times(section);
        final Long port = section.get(this.port);
        if (!section.isBad(this.type)) {
            warnOfNoUse(section, type);
        }
        return new HealthCheck(
                type,
                http,
                times,
                section.getInt(rise),
                section.getInt(fall),
                section.get(initial),
                port == null ? 0 : Math.toIntExact(port),
                section.getInt(panic),
                section.get(passive),
                tls(section));
    }

    private CheckTls tls(Section section) {
        final Boolean isOn = section.get(tls);
        for (Key<?> key : List.of(ca, serverName)) {
            if (section.has(key) && Boolean.FALSE.equals(isOn)) {
                section.at(key).warn("has no effect with tls: false");
            }
        }
        return new CheckTls(
                isOn == null ? CheckTls.Mode.AS_USED : isOn ? CheckTls.Mode.ON : CheckTls.Mode.OFF,
                section.get(ca),
                section.get(serverName));
    }

    /** The default after a problem: the record takes nothing that contradicts itself. */
    private HttpCheck http(Section section) {
        final HttpCheck.Method method = section.get(this.method);
        final String path = section.get(this.path);
        final String host = section.get(this.host);
        final StatusSet expect = section.get(this.expect);
        final String expectBody = section.get(this.expectBody);
        final boolean isWeightFromBody = section.get(weightFromBody);
        final boolean isDrainOn404 = section.get(drainOn404);
        final CheckFields fields = section.get(headers);
        if (method == HttpCheck.Method.HEAD) {
            refuseWithHead(section, this.expectBody, expectBody != null);
            refuseWithHead(section, weightFromBody, isWeightFromBody);
        }
        if (isDrainOn404 && expect.has(404)) {
            section.at(drainOn404).refuse("drain-on-404 with 404 in expect", "one meaning of 404");
        }
        return section.isFine()
                ? new HttpCheck(
                        method,
                        path,
                        host,
                        expect,
                        expectBody,
                        isWeightFromBody,
                        isDrainOn404,
                        fields == null ? HTTP.fields() : fields)
                : HTTP;
    }

    private static void refuseWithHead(Section section, Key<?> key, boolean isSet) {
        if (isSet) {
            section.at(key).refuse(key.name() + " with method: HEAD", "it with a method whose response has a body");
        }
    }

    private CheckTimes times(Section section) {
        final int intervalMs = section.getInt(interval);
        final Long fastMs = section.get(fast);
        final Long downMs = section.get(down);
        final int timeoutMs = section.getInt(timeout);
        if (!section.isBad(interval) && !section.isBad(timeout)) {
            warnOfLongTimeout(section.location(), intervalMs, timeoutMs);
        }
        return new CheckTimes(
                intervalMs,
                fastMs == null ? intervalMs : Math.toIntExact(fastMs),
                downMs == null ? intervalMs : Math.toIntExact(downMs),
                timeoutMs);
    }

    @Override
    HealthCheck readText(Location location, String text) {
        final Type type = TYPES.read(location);
        return type == null ? null : FALLBACK.withType(type);
    }

    @Override
    public String accepted() {
        return TYPES.accepted() + " or " + super.accepted();
    }

    private static void warnOfLongTimeout(Location location, int intervalMs, int timeoutMs) {
        if (timeoutMs >= intervalMs) {
            location.warn("timeout " + Units.DURATION.show(timeoutMs) + " is not below interval "
                    + Units.DURATION.show(intervalMs) + ", so a slow check delays the next one");
        }
    }

    private void warnOfNoUse(Section section, Type type) {
        if (type != Type.HTTP) {
            for (Key<?> key :
                    new Key<?>[] {method, path, host, expect, expectBody, headers, weightFromBody, drainOn404}) {
                warn(section, key, "has no effect without type: http");
            }
        }
        if (type == Type.NONE) {
            for (Key<?> key : new Key<?>[] {initial, port, panic, passive}) {
                warn(section, key, "has no effect with type: none");
            }
        }
    }

    private static void warn(Section section, Key<?> key, String message) {
        if (section.has(key)) {
            section.at(key).warn(message);
        }
    }
}
