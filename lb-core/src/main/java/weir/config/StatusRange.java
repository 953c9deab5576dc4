package weir.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.model.HealthCheck;

/** Statuses that count as success: {@code 200} or {@code 200-299}. */
record StatusRange(int min, int max) {
    static final Shape<StatusRange> SHAPE = new Shape<>() {
        private static final Pattern TEXT = Pattern.compile("([0-9]{3})(?:-([0-9]{3}))?");

        @Override
        public StatusRange read(Place place) {
            final Matcher parts = TEXT.matcher(place.text() == null ? "" : place.text());
            if (!parts.matches()) {
                return place.refuse(accepted());
            }
            final int min = Integer.parseInt(parts.group(1));
            final int max = parts.group(2) == null ? min : Integer.parseInt(parts.group(2));
            final boolean isRange =
                    HealthCheck.EXPECT_RANGE.has(min) && HealthCheck.EXPECT_RANGE.has(max) && min <= max;
            return isRange ? new StatusRange(min, max) : place.refuse(accepted());
        }

        @Override
        public String accepted() {
            return "a status or a range of them, from 100 to 599, such as 200-299";
        }
    };

    @Override
    public String toString() {
        return min == max ? Integer.toString(min) : min + "-" + max;
    }
}
