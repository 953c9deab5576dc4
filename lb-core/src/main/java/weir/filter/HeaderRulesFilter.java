package weir.filter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import weir.buf.Ascii;
import weir.http.Fault;
import weir.http.HeadEdit;
import weir.http.HeadView;
import weir.http.LocalReply;
import weir.model.HeaderRule;
import weir.model.HeaderRules;
import weir.template.Part;
import weir.template.Template;
import weir.template.TemplateOutput;
import weir.template.Values;

/**
 * {@code request-headers} and {@code response-headers}: what the configuration says of fields, of one level or of
 * several in their order. Works on the head as Weir would send it, with what Weir has added. Immutable.
 *
 * <p>Costs a search of the head per rule that replaces, removes or only adds what is missing, and one of what has been
 * added where something of that name may be among it.
 */
final class HeaderRulesFilter implements RequestFilter, ResponseFilter {
    /** Names that Weir adds, and rules may write as well. */
    private static final Set<String> OURS = Set.of("strict-transport-security", "set-cookie", "x-real-ip");

    private static final byte[] LINE_END = Ascii.bytes("\r\n");

    private final List<HeaderRule> rules;
    private final Set<String> addedBefore;

    private final HeaderRule.Kind[] kinds;
    private final byte[][] lowerCaseNames;
    /** Whole lines; of a template the name with colon and space; null where none is added. */
    private final byte[][] lines;
    /** Null where the line says the same each time. */
    private final Template[] values;
    /** A line of the rule's name may have been added to the head before it works. */
    private final boolean[] mayBeAdded;

    private HeaderRulesFilter(List<HeaderRule> rules, Set<String> addedBefore) {
        this.rules = rules;
        this.addedBefore = addedBefore;
        kinds = rules.stream().map(HeaderRule::kind).toArray(HeaderRule.Kind[]::new);
        lowerCaseNames = new byte[kinds.length][];
        lines = new byte[kinds.length][];
        values = new Template[kinds.length];
        mayBeAdded = new boolean[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            final String name = rules.get(i).lowerCaseName();
            final Template value = rules.get(i).value();
            final String start = rules.get(i).name() + ": ";
            lowerCaseNames[i] = Ascii.bytes(name);
            lines[i] = value == null ? null : Ascii.bytes(value.isLiteral() ? start + literal(value) + "\r\n" : start);
            values[i] = value == null || value.isLiteral() ? null : value;
            mayBeAdded[i] = OURS.contains(name)
                    || addedBefore.contains(name)
                    || rules.subList(0, i).stream()
                            .anyMatch(rule -> rule.lowerCaseName().equals(name));
        }
    }

    /**
     * Null where there are no rules.
     *
     * @param before rules that may work on the same head before, in another filter
     * @param levels in the order in which they work
     */
    static HeaderRulesFilter of(List<HeaderRules> before, HeaderRules... levels) {
        final List<HeaderRule> rules = new ArrayList<>();
        for (HeaderRules level : levels) {
            rules.addAll(level.rules());
        }
        return rules.isEmpty()
                ? null
                : new HeaderRulesFilter(
                        rules,
                        before.stream()
                                .flatMap(level -> level.rules().stream())
                                .map(HeaderRule::lowerCaseName)
                                .collect(Collectors.toSet()));
    }

    private static String literal(Template value) {
        return value.parts().stream().map(Part::text).collect(Collectors.joining());
    }

    /** A value that is too long for a placeholder would say something else to the backend if it were cut. */
    @Override
    public boolean apply(RequestContext context) {
        dropAlike(context.head(), context.in());
        return apply(context.head(), context.in(), context.edit(), context.values(), context.out())
                ? PASS
                : context.refuse(Fault.HEAD_TOO_LARGE);
    }

    /** A backend could take it for the field that is set or removed, see {@link weir.http.FieldName#isAlike}. */
    private void dropAlike(HeadView head, ByteBuffer in) {
        for (int i = 0; i < kinds.length; i++) {
            if (kinds[i] == HeaderRule.Kind.SET || kinds[i] == HeaderRule.Kind.REMOVE) {
                final byte[] name = lowerCaseNames[i];
                for (int line = head.indexOfAlike(in, name, 0);
                        line >= 0;
                        line = head.indexOfAlike(in, name, line + 1)) {
                    head.overrule(line);
                }
            }
        }
    }

    @Override
    public void apply(ResponseContext context) {
        apply(context.head(), context.in(), context.edit(), context.values(), context.out());
    }

    /** @return false when a value was cut */
    private boolean apply(HeadView head, ByteBuffer in, HeadEdit edit, Values now, TemplateOutput out) {
        boolean isWhole = true;
        for (int i = 0; i < kinds.length; i++) {
            if (kinds[i] == HeaderRule.Kind.REMOVE || kinds[i] == HeaderRule.Kind.SET) {
                remove(i, head, in, edit);
            }
            if (lines[i] == null || kinds[i] == HeaderRule.Kind.DEFAULT && has(i, head, in, edit)) {
                continue;
            }
            if (values[i] == null) {
                edit.add(lines[i]);
            } else if (hasWritten(i, now, out)) {
                edit.add(out.bytes(), out.count());
                isWhole &= !out.isCut();
            }
        }
        return isWhole;
    }

    /** @return false when there is nothing to be said, and so no line */
    private boolean hasWritten(int rule, Values now, TemplateOutput out) {
        out.begin(TemplateOutput.Escaping.LINE).add(lines[rule]);
        values[rule].write(now, out);
        if (out.count() == lines[rule].length) {
            return false;
        }
        out.add(LINE_END);
        return true;
    }

    private void remove(int rule, HeadView head, ByteBuffer in, HeadEdit edit) {
        final byte[] name = lowerCaseNames[rule];
        for (int line = head.indexOf(in, name, 0); line >= 0; line = head.indexOf(in, name, line + 1)) {
            head.overrule(line);
        }
        if (mayBeAdded[rule]) {
            edit.removeAdded(name);
        }
    }

    private boolean has(int rule, HeadView head, ByteBuffer in, HeadEdit edit) {
        final byte[] name = lowerCaseNames[rule];
        for (int line = head.indexOf(in, name, 0); line >= 0; line = head.indexOf(in, name, line + 1)) {
            if (!head.isDropped(line)) {
                return true;
            }
        }
        return mayBeAdded[rule] && edit.hasAdded(name);
    }

    @Override
    public void apply(LocalReply reply, ResponseContext context) {
        for (int i = 0; i < kinds.length; i++) {
            if (kinds[i] == HeaderRule.Kind.REMOVE || kinds[i] == HeaderRule.Kind.SET) {
                reply.remove(lowerCaseNames[i]);
            }
            if (lines[i] == null || kinds[i] == HeaderRule.Kind.DEFAULT && reply.has(lowerCaseNames[i])) {
                continue;
            }
            if (values[i] == null) {
                reply.add(lines[i]);
            } else if (hasWritten(i, context.values(), context.out())) {
                reply.add(context.out().bytes(), 0, context.out().count());
            }
        }
    }

    /** Where the same is said, one does it all. */
    @Override
    public boolean equals(Object other) {
        return other instanceof HeaderRulesFilter filter
                && rules.equals(filter.rules)
                && addedBefore.equals(filter.addedBefore);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }
}
