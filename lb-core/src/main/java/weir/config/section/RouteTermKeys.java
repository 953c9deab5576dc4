package weir.config.section;

import java.util.stream.Stream;
import weir.config.value.Key;
import weir.config.value.Quantity;
import weir.config.value.Units;
import weir.model.ListenerLimits;
import weir.model.PoolTimeouts;
import weir.model.RetryPolicy;
import weir.model.RouteTerms;

/** The keys of a route that stand before what its listener and its pools have. */
final class RouteTermKeys {
    private final Key<RouteTerms> timeouts;
    private final Key<Long> limits;
    private final Key<RetryPolicy> retry;

    /** @param section to declare them in */
    RouteTermKeys(SectionType<?> section) {
        timeouts = section.optional("timeouts", new Timeouts(), RouteTerms.NONE);
        limits = section.optional("limits", new Limits());
        retry = section.optional("retry", RetrySection.ofRoute());
    }

    /** The first of them that is there, where none may be; null when there is none. */
    Key<?> first(Section section) {
        return Stream.of(timeouts, limits, retry)
                .filter(section::has)
                .findFirst()
                .orElse(null);
    }

    /** Reads each of them. */
    RouteTerms read(Section section) {
        final RouteTerms read = section.get(timeouts);
        final Long bodyBytesMax = section.get(limits);
        final RetryPolicy policy = section.get(retry);
        return (read == null ? RouteTerms.NONE : read)
                .withBodyBytesMax(bodyBytesMax == null ? RouteTerms.UNSET : bodyBytesMax)
                .withRetry(policy);
    }

    /** {@code listeners.<name>.routes[].timeouts}. */
    private static final class Timeouts extends SectionType<RouteTerms> {
        private final Key<Long> response = durationOrNone(PoolTimeouts.RESPONSE_RANGE);
        private final Key<Long> body = durationOrNone(PoolTimeouts.BODY_RANGE);
        private final Key<Long> total = durationOrNone(RouteTerms.TOTAL_RANGE);

        @Override
        RouteTerms build(Section section) {
            return RouteTerms.NONE.withTimeouts(
                    ms(section.get(response)), ms(section.get(body)), ms(section.get(total)));
        }

        private static int ms(Long read) {
            return read == null ? RouteTerms.UNSET : Math.toIntExact(read);
        }
    }

    /** {@code listeners.<name>.routes[].limits}. */
    private static final class Limits extends SectionType<Long> {
        private final Key<Long> body = optional(
                ListenerLimits.BODY_RANGE.key(),
                new Quantity(Units.SIZE, ListenerLimits.BODY_RANGE).or("none", ListenerLimits.UNLIMITED));

        @Override
        Long build(Section section) {
            return section.get(body);
        }
    }
}
