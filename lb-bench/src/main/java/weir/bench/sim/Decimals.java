package weir.bench.sim;

/** Numbers as words of the command line. Any thread. */
final class Decimals {
    private Decimals() {}

    /** @throws IllegalArgumentException unless the text is a finite number of at least {@code min} */
    static double parse(String text, double min) {
        try {
            final double number = Double.parseDouble(text);
            if (number >= min && number < Double.POSITIVE_INFINITY) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("'" + text + "' must be a number of at least " + show(min));
    }

    /** @throws IllegalArgumentException unless the text is a finite number above 0 */
    static double parsePositive(String text) {
        final double number = parse(text, 0);
        if (number == 0) {
            throw new IllegalArgumentException(text + ", must be more than 0");
        }
        return number;
    }

    /** A whole number without its {@code .0}. */
    static String show(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
