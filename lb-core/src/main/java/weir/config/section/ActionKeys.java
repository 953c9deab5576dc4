package weir.config.section;

import java.util.List;
import java.util.stream.Stream;
import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.PoolReference;
import weir.config.value.RedirectTarget;
import weir.model.Redirect;
import weir.model.RouteAction;
import weir.model.ToPool;

/** The keys of a route that say what becomes of its requests. */
final class ActionKeys {
    private final Key<Integer> pool;
    private final Key<String> redirect;
    private final Key<Integer> status;
    private final Key<RouteAction> respond;

    /** @param section to declare them in */
    ActionKeys(SectionType<?> section) {
        pool = section.optional("pool", new PoolReference());
        redirect = section.optional("redirect", new RedirectTarget());
        status = section.optional("status", new EnumValue<>(new Integer[] {302, 301, 303, 307, 308}, String::valueOf));
        respond = section.optional("respond", new RespondSection());
    }

    /** Each of them is an action. */
    private List<Key<?>> actions() {
        return List.of(pool, redirect, respond);
    }

    private Key<?> first(Section section) {
        return actions().stream().filter(section::has).findFirst().orElse(null);
    }

    /** The first of them that takes HTTP. */
    Key<?> withHttp(Section section) {
        return Stream.<Key<?>>of(redirect, status, respond)
                .filter(section::has)
                .findFirst()
                .orElse(null);
    }

    /** Null after a problem. Reads each of them. */
    RouteAction read(Section section) {
        final Integer pool = section.get(this.pool);
        final String redirect = section.get(this.redirect);
        final Integer status = section.get(this.status);
        final RouteAction respond = section.get(this.respond);
        final Key<?> first = first(section);
        if (first == null) {
            return actions().stream().anyMatch(section::isMeant)
                    ? null
                    : section.at(this.pool)
                            .refuse("nothing", "the name of a pool, or redirect or respond in its place");
        }
        for (Key<?> other : actions()) {
            if (other != first && section.has(other)) {
                return section.at(other).refuse(other.name() + " beside " + first.name(), "one of the two");
            }
        }
        if (section.has(this.status) && first != this.redirect) {
            return section.at(this.status).refuse("status without redirect", "it beside redirect only");
        }
        if (first == this.redirect) {
            return redirect == null || section.isBad(this.status)
                    ? null
                    : new Redirect(status == null ? Redirect.STATUS : status, redirect);
        }
        if (first == this.respond) {
            return respond;
        }
        return pool == null ? null : new ToPool(pool);
    }
}
