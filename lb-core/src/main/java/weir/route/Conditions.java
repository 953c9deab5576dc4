package weir.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import weir.model.Match;
import weir.model.ValueMatch;

/**
 * What a route asks for besides host and path, compiled. What costs least is asked first. Immutable, any thread.
 *
 * @param methods null = any
 * @param clients null = any
 * @param pattern number of the table's expression; {@link #NO_PATTERN} = none
 * @param not of which none may hold
 */
record Conditions(
        RouteTable table,
        MethodSet methods,
        ValueCondition[] values,
        NetworkSet clients,
        int pattern,
        Exclusion[] not) {
    private static final int NO_PATTERN = -1;

    /** Null when nothing is asked for. */
    static Conditions of(RouteTable table, Match match, List<Match> not) {
        final Exclusion[] exclusions =
                not.stream().map(each -> Exclusion.of(table, each)).toArray(Exclusion[]::new);
        final boolean asks = !match.methods().isEmpty()
                || !match.headers().isEmpty()
                || !match.query().isEmpty()
                || !match.cookies().isEmpty()
                || !match.clients().isEmpty()
                || match.pathRegex() != null
                || exclusions.length > 0;
        return !asks
                ? null
                : new Conditions(
                        table,
                        match.methods().isEmpty() ? null : new MethodSet(match.methods()),
                        values(match),
                        match.clients().isEmpty() ? null : new NetworkSet(match.clients()),
                        match.pathRegex() == null ? NO_PATTERN : table.addPattern(match.pathRegex()),
                        exclusions);
    }

    private static ValueCondition[] values(Match match) {
        final List<ValueCondition> values = new ArrayList<>();
        add(ValueSource.Kind.QUERY, match.query(), values);
        add(ValueSource.Kind.HEADER, match.headers(), values);
        add(ValueSource.Kind.COOKIE, match.cookies(), values);
        return values.toArray(ValueCondition[]::new);
    }

    private static void add(ValueSource.Kind source, List<ValueMatch> matches, List<ValueCondition> values) {
        matches.forEach(match -> values.add(new ValueCondition(source, match)));
    }

    /** Of which it asks for one value each. */
    Set<ValueSource> sourcesOfOneValue() {
        return Arrays.stream(values)
                .filter(value -> value.onlyValue() != null)
                .map(ValueCondition::source)
                .collect(Collectors.toSet());
    }

    /** The one value of it that is asked for; null when there is none. */
    byte[] onlyValue(ValueSource source) {
        for (ValueCondition value : values) {
            if (value.onlyValue() != null && value.source().equals(source)) {
                return value.onlyValue();
            }
        }
        return null;
    }

    boolean hold(RouteSearch request) {
        if (methods != null && !methods.has(request.head(), request.in())) {
            return false;
        }
        for (ValueCondition value : values) {
            if (!value.holds(request)) {
                return false;
            }
        }
        if (clients != null && !request.isClientIn(clients)
                || pattern != NO_PATTERN && !request.matches(table, pattern)) {
            return false;
        }
        for (Exclusion exclusion : not) {
            if (exclusion.holds(request)) {
                return false;
            }
        }
        return true;
    }
}
