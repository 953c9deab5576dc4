package weir.bench.doctor;

import java.util.List;

/**
 * Findings for people: one line each, and below it what it means and what to do, where something is not fine.
 * Immutable, any thread.
 */
record DoctorText(List<Finding> findings, boolean explainsAll) {
    private static final int WIDTH = 100;
    private static final String INDENT = " ".repeat(10);

    @Override
    public String toString() {
        final int width = findings.stream()
                .mapToInt(finding -> finding.check().length())
                .max()
                .orElse(0);
        final StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(padded(finding.level().word(), INDENT.length()));
            text.append(padded(finding.check(), width + 2))
                    .append(finding.found())
                    .append('\n');
            if (explainsAll || finding.level() != Finding.Level.FINE) {
                wrap(text, finding.meaning());
                wrap(text, finding.fix().isEmpty() ? "" : "fix: " + finding.fix());
            }
        }
        return text.append('\n').append(verdict()).append('\n').toString();
    }

    private String verdict() {
        final long spoiling = count(Finding.Level.SPOILS);
        final String beware =
                count(Finding.Level.BEWARE) + " to beware of, " + count(Finding.Level.UNKNOWN) + " not to be told.";
        return (spoiling == 0 ? "Nothing spoils a measurement; " : spoiling + " would spoil a measurement; ") + beware;
    }

    private long count(Finding.Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private static void wrap(StringBuilder text, String sentence) {
        StringBuilder line = new StringBuilder(INDENT);
        for (String word : sentence.split(" ")) {
            if (line.length() > INDENT.length() && line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder(INDENT);
            }
            line.append(line.length() == INDENT.length() ? "" : " ").append(word);
        }
        text.append(line.toString().isBlank() ? "" : line + "\n");
    }

    private static String padded(String word, int width) {
        return word + " ".repeat(width - word.length());
    }
}
