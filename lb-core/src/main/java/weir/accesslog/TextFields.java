package weir.accesslog;

import weir.accesslog.AccessRecord.Text;

/**
 * {@code key=value} pairs. What a client has sent stands in quotes, with {@code \"}, {@code \\} and {@code \xNN} for
 * all that is not printable ASCII; {@code -} is what there was none of. Thread: the writer's.
 */
final class TextFields implements Fields {
    private final Lines out;
    private final Escape escape;
    private boolean isFirst;

    TextFields(Lines out) {
        this.out = out;
        escape = new Escape(out);
    }

    @Override
    public void begin() {
        isFirst = true;
    }

    @Override
    public void word(String name, String word) {
        key(name);
        out.put(word == null ? "-" : word);
    }

    @Override
    public void clientText(String name, AccessRecord record, int slot) {
        key(name);
        if (record.length(slot) == 0) {
            out.write('-');
        } else {
            quote(record, slot);
        }
    }

    @Override
    public void configName(String name, AccessRecord record, Text text) {
        key(name);
        if (record.length(text) == 0) {
            out.write('-');
        } else if (isPlain(record, text)) {
            for (int i = 0; i < record.length(text); i++) {
                out.write(record.at(text, i));
            }
        } else {
            quote(record, AccessRecord.slotOf(text));
        }
    }

    /** Like all names that a configuration file accepts; embedders may have others. */
    private static boolean isPlain(AccessRecord record, Text text) {
        for (int i = 0; i < record.length(text); i++) {
            final byte b = record.at(text, i);
            if (b <= ' ' || b == '"' || b == '\\' || b == '=' || b == 0x7f) {
                return false;
            }
        }
        return record.length(text) > 1 || record.at(text, 0) != '-';
    }

    private void quote(AccessRecord record, int slot) {
        out.write('"');
        escape.quoted(record, slot);
        out.write('"');
    }

    @Override
    public void number(String name, long number) {
        key(name);
        out.put(number == AccessRecord.ABSENT ? "-" : Long.toString(number));
    }

    @Override
    public void flag(String name, boolean isSet) {
        key(name);
        out.put(isSet ? "yes" : "no");
    }

    @Override
    public void attempts(String name, AttemptList attempts, EndWords words) {
        key(name);
        out.write('"');
        boolean isNext = false;
        while (attempts.next()) {
            if (isNext) {
                out.write(' ');
            }
            isNext = true;
            for (int i = 0; i < attempts.idLength(); i++) {
                escape.quoted(attempts.idAt(i));
            }
            out.write(':');
            out.put(attempts.reason(words));
            out.write(':');
            out.put(Long.toString(attempts.us()));
            out.put("us");
        }
        out.write('"');
    }

    @Override
    public void end() {
        out.write('\n');
    }

    private void key(String name) {
        if (!isFirst) {
            out.write(' ');
        }
        isFirst = false;
        out.put(name);
        out.write('=');
    }
}
