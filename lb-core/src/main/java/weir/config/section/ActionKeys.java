package weir.config.section;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.config.value.PoolReference;
import weir.config.value.RedirectTarget;
import weir.model.Redirect;
import weir.model.RouteAction;
import weir.model.Split;
import weir.model.ToPool;

/** The keys of a route that say what becomes of its requests. */
final class ActionKeys {
    private final Key<Integer> pool;
    private final Key<String> redirect;
    private final Key<Integer> status;
    private final Key<RouteAction> respond;
    private final Key<List<Split.Share>> split;
    private final Key<Boolean> sticky;

    /** @param section to declare them in */
    ActionKeys(SectionType<?> section) {
        pool = section.optional("pool", new PoolReference());
        redirect = section.optional("redirect", new RedirectTarget());
        status = section.optional("status", new EnumValue<>(new Integer[] {302, 301, 303, 307, 308}, String::valueOf));
        respond = section.optional("respond", new RespondSection());
        split = section.optional("split", new ListOf<>(new ShareSection(), Split.SHARES_RANGE));
        sticky = section.flag("sticky");
    }

    /** Each of them is an action. */
    private List<Key<?>> actions() {
        return List.of(pool, redirect, respond, split);
    }

    private Key<?> first(Section section) {
        return actions().stream().filter(section::has).findFirst().orElse(null);
    }

    /** The first of them that takes HTTP. */
    Key<?> withHttp(Section section) {
        return Stream.<Key<?>>of(redirect, status, respond, split, sticky)
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
        final List<Split.Share> shares = section.get(split);
        final boolean isSticky = section.get(sticky);
        final Key<?> first = first(section);
        if (first == null) {
            return actions().stream().anyMatch(section::isMeant)
                    ? null
                    : section.at(this.pool)
                            .refuse("nothing", "the name of a pool, or redirect, respond or split in its place");
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
        if (section.has(sticky) && first != split) {
            return section.at(sticky).refuse("sticky without split", "it beside split only");
        }
        if (first == this.respond) {
            return respond;
        }
        if (first == split) {
            return shares == null || section.isBad(split) ? null : split(section, shares, isSticky);
        }
        return pool == null ? null : new ToPool(pool);
    }

    private RouteAction split(Section section, List<Split.Share> shares, boolean isSticky) {
        if (new HashSet<>(shares.stream().map(Split.Share::pool).toList()).size() < shares.size()) {
            return section.at(split).refuse("a pool twice", "each pool once");
        }
        return shares.stream().allMatch(share -> share.weight() == 0)
                ? section.at(split).refuse("weights that are all 0", "one above 0 at least")
                : new Split(shares, isSticky);
    }
}
