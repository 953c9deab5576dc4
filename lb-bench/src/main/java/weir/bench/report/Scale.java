package weir.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * One axis of a chart: which values it has, and where they are. Immutable, any thread.
 *
 * @param isLog equal factors are equally long
 */
public record Scale(String title, double min, double max, boolean isLog) {
    private static final int TICKS = 6;

    /** From 0, or from the least value above 0, to a bit more than the largest value. */
    public static Scale linear(String title, double min, double max) {
        return new Scale(title, min, max > min ? max : min + 1, false);
    }

    public static Scale log(String title, double min, double max) {
        final double low = min > 0 ? min : 1;
        return new Scale(title, low, max > low ? max : low * 10, true);
    }

    /** 0 at the beginning, 1 at the end; what is outside is at its end. */
    public double at(double value) {
        final double part = isLog
                ? StrictMath.log(Math.max(value, min) / min) / StrictMath.log(max / min)
                : (value - min) / (max - min);
        return Math.max(0, Math.min(1, part));
    }

    /** Round numbers. */
    public List<Double> ticks() {
        return isLog ? logTicks() : linearTicks();
    }

    private List<Double> linearTicks() {
        final double step = roundUp((max - min) / TICKS);
        final List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(min / step); i * step <= max * (1 + 1e-12); i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** To 1, 2 or 5 times a power of ten. */
    private static double roundUp(double step) {
        final double power = StrictMath.pow(10, Math.floor(StrictMath.log10(step)));
        final double digit = step / power;
        return (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10) * power;
    }

    /** Powers of ten; where these are few, twice and five times them as well. */
    private List<Double> logTicks() {
        final boolean isShort = max / min < 1e3;
        final List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(StrictMath.log10(min)); power <= StrictMath.log10(max); power++) {
            for (int digit : isShort ? new int[] {1, 2, 5} : new int[] {1}) {
                final double tick = digit * StrictMath.pow(10, power);
                if (tick >= min * (1 - 1e-9) && tick <= max * (1 + 1e-9)) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /** Plain digits; thousands and millions by their letter where there would be more than five. */
    public static String label(double tick) {
        final double size = Math.abs(tick);
        if (size >= 1e9) {
            return plain(tick / 1e9) + "G";
        }
        if (size >= 1e6) {
            return plain(tick / 1e6) + "M";
        }
        return size >= 1e5 ? plain(tick / 1e3) + "k" : plain(tick);
    }

    private static String plain(double value) {
        return new BigDecimal(value)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }
}
