package weir.config.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.model.ExchangeEnd;
import weir.model.LogCondition;
import weir.model.LogCondition.Comparison;
import weir.model.LogCondition.NumberSubject;
import weir.model.LogCondition.WordSubject;

/**
 * A condition on exchanges, such as {@code status>=500 or time>1s}, or none.
 *
 * <pre>
 *   any    = all *( "or" all )
 *   all    = one *( "and" one )
 *   one    = "not" one / "(" any ")" / subject comparison value
 * </pre>
 */
public final class LogConditionText implements ValueType<Optional<LogCondition>> {
    private static final String NONE = "none";
    private static final int CHARS_MAX = 1_000;
    private static final int DEPTH_MAX = 16;
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<sign>[()]|[<>]=?|!=|=)|(?<word>[^\\s()<>!='\"]+)|'(?<quoted>[^']*)'|(?<rest>\\S))");
    private static final List<String> SUBJECTS = java.util.stream.Stream.concat(
                    Arrays.stream(NumberSubject.values()).map(NumberSubject::word),
                    Arrays.stream(WordSubject.values()).map(WordSubject::word))
            .toList();

    @Override
    public Optional<LogCondition> read(Location location) {
        final String text = location.text();
        if (NONE.equals(text)) {
            return Optional.empty();
        }
        if (text == null || text.isBlank() || text.length() > CHARS_MAX) {
            return location.refuse(accepted());
        }
        try {
            return Optional.of(new Reading(text, location.context()).whole());
        } catch (Wrong e) {
            return location.refuse(e.found, e.accepted);
        }
    }

    @Override
    public String accepted() {
        return "none, or comparisons such as status>=500, time>1s, bytes>1MiB, end=served, method=GET, pool=app, joined "
                + "by and, or, not and parentheses";
    }

    /** Nothing of the kind, or what is the default. */
    @Override
    public String show(Optional<LogCondition> condition) {
        return condition.isEmpty() ? NONE : "status>=500";
    }

    /** For the author of the file. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        private final String found;
        private final String accepted;

        Wrong(String found, String accepted) {
            super(found);
            this.found = found;
            this.accepted = accepted;
        }
    }

    /** One text, from left to right. */
    private static final class Reading {
        private final ParseContext context;
        private final Matcher tokens;
        /** The next one; null at the end. */
        private String token;

        private boolean isSign;
        private boolean isQuoted;
        private int depth;

        Reading(String text, ParseContext context) throws Wrong {
            this.context = context;
            tokens = TOKEN.matcher(text);
            next();
        }

        private void next() throws Wrong {
            if (!tokens.find()) {
                token = null;
                isSign = false;
                return;
            }
            if (tokens.group("rest") != null) {
                throw new Wrong(at(tokens.group("rest")), "a comparison such as status>=500");
            }
            isSign = tokens.group("sign") != null;
            isQuoted = tokens.group("quoted") != null;
            token = isSign ? tokens.group("sign") : isQuoted ? tokens.group("quoted") : tokens.group("word");
        }

        private String at(String what) {
            return Quoted.text(what) + " at character " + (tokens.end() - what.length() + 1 - (isQuoted ? 1 : 0));
        }

        private String found() {
            return token == null ? "its end" : at(token);
        }

        private boolean takes(String expected) throws Wrong {
            final boolean isIt = expected.equals(token) && !isQuoted;
            if (isIt) {
                next();
            }
            return isIt;
        }

        LogCondition whole() throws Wrong {
            final LogCondition condition = any();
            if (token != null) {
                throw new Wrong(found(), "and, or, or the end");
            }
            return condition;
        }

        private LogCondition any() throws Wrong {
            final List<LogCondition> parts = new ArrayList<>();
            do {
                parts.add(all());
            } while (takes("or"));
            return parts.size() == 1 ? parts.get(0) : new LogCondition.Any(parts);
        }

        private LogCondition all() throws Wrong {
            final List<LogCondition> parts = new ArrayList<>();
            do {
                parts.add(one());
            } while (takes("and"));
            return parts.size() == 1 ? parts.get(0) : new LogCondition.All(parts);
        }

        private LogCondition one() throws Wrong {
            if (++depth > DEPTH_MAX) {
                throw new Wrong("more than " + DEPTH_MAX + " levels", "fewer");
            }
            final LogCondition condition;
            if (takes("not")) {
                condition = new LogCondition.Not(one());
            } else if (takes("(")) {
                condition = any();
                if (!takes(")")) {
                    throw new Wrong(found(), "and, or, or )");
                }
            } else {
                condition = comparison();
            }
            depth--;
            return condition;
        }

        private LogCondition comparison() throws Wrong {
            for (NumberSubject subject : NumberSubject.values()) {
                if (takes(subject.word())) {
                    return number(subject);
                }
            }
            for (WordSubject subject : WordSubject.values()) {
                if (takes(subject.word())) {
                    return word(subject);
                }
            }
            final String hint = token == null || isSign ? "" : Suggestions.hint(token, SUBJECTS);
            throw new Wrong(found(), "one of " + String.join(", ", SUBJECTS) + ", not or (" + hint);
        }

        private LogCondition number(NumberSubject subject) throws Wrong {
            final boolean isNot = "!=".equals(token);
            final Comparison comparison = isSign && !isQuoted ? comparison(token) : null;
            if (comparison == null) {
                throw new Wrong(found(), "one of = != < <= > >=");
            }
            next();
            final Units units = switch (subject) {
                case TIME -> Units.DURATION;
                case BYTES, REQUEST_BYTES -> Units.SIZE;
                case STATUS, RETRIES -> Units.COUNT;
            };
            final long value = token == null || units.lacksUnit(token) ? -1 : units.parse(token);
            if (value < 0 || value > Long.MAX_VALUE / 1_000) {
                throw new Wrong(found(), units.noun() + units.examples());
            }
            next();
            final LogCondition condition =
                    new LogCondition.Number(subject, comparison, subject == NumberSubject.TIME ? value * 1_000 : value);
            return isNot ? new LogCondition.Not(condition) : condition;
        }

        private static Comparison comparison(String sign) {
            return switch (sign) {
                case "=", "!=" -> Comparison.EQUAL;
                case "<" -> Comparison.LESS;
                case "<=" -> Comparison.LESS_OR_EQUAL;
                case ">" -> Comparison.MORE;
                case ">=" -> Comparison.MORE_OR_EQUAL;
                default -> null;
            };
        }

        private LogCondition word(WordSubject subject) throws Wrong {
            final boolean isNot = "!=".equals(token);
            if (!isNot && !"=".equals(token) || isQuoted) {
                throw new Wrong(found(), "one of = !=");
            }
            next();
            if (token == null || isSign) {
                throw new Wrong(found(), "a word, or 'a text in quotes'");
            }
            switch (subject) {
                case END -> refuseUnknownEnd();
                case POOL -> refuseUnknown("a pool", context.pools());
                case LISTENER -> refuseUnknown("a listener", context.listenerNames());
                case METHOD, BACKEND, ROUTE -> {} // others than those of the file may come
            }
            final LogCondition condition = new LogCondition.Word(subject, token);
            next();
            return isNot ? new LogCondition.Not(condition) : condition;
        }

        /** Of none that the file has, that is said already. */
        private void refuseUnknown(String what, Set<String> names) throws Wrong {
            if (!names.isEmpty() && !names.contains(token)) {
                throw new Wrong(
                        found(), what + ", such as " + names.iterator().next() + Suggestions.hint(token, names));
            }
        }

        private void refuseUnknownEnd() throws Wrong {
            final List<String> words =
                    Arrays.stream(ExchangeEnd.values()).map(ExchangeEnd::word).toList();
            if (!words.contains(token)) {
                throw new Wrong(found(), "a way to end, such as served" + Suggestions.hint(token, words));
            }
        }
    }
}
