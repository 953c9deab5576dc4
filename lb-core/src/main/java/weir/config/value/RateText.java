package weir.config.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.model.RateLimit;

/** So many in a time: {@code 100/s}, {@code 5/m}. */
public final class RateText implements ValueType<Rate> {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,8})/([smhd])");

    @Override
    public Rate read(Location location) {
        final String text = location.text();
        final Matcher parts = TEXT.matcher(text == null ? "" : text);
        if (!parts.matches()) {
            return location.refuse(accepted());
        }
        final Rate rate = new Rate(Long.parseLong(parts.group(1)), periodMs(parts.group(2)));
        return RateLimit.isRate(rate.count(), rate.periodMs())
                ? rate
                : location.refuse(Quoted.text(text), "at most " + RateLimit.PER_SECOND_MAX + "/s");
    }

    private static long periodMs(String unit) {
        return switch (unit) {
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
    }

    @Override
    public String accepted() {
        return "a number per s, m, h or d, such as 100/s or 5/m";
    }
}
