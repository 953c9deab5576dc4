package weir.config.value;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import weir.model.StatusSet;
import weir.model.StatusSet.Span;

/** Statuses that count as success: {@code 200}, {@code 200-299}, {@code 200-299, 404}, or a list of such. */
public final class StatusSetText implements ValueType<StatusSet> {
    private static final Pattern SPAN = Pattern.compile("([0-9]{3})(?:-([0-9]{3}))?");
    private static final int LIST_MAX = 100;

    @Override
    public StatusSet read(Location location) {
        final List<Span> spans = new ArrayList<>();
        final List<Node> items = location.items();
        if (items == null) {
            return readText(location, spans) ? new StatusSet(spans) : null;
        }
        if (items.isEmpty() || items.size() > LIST_MAX) {
            return location.refuse("a list of " + items.size(), accepted());
        }
        boolean isWell = true;
        for (int i = 0; i < items.size(); i++) {
            isWell &= readText(location.item(i, items.get(i)), spans);
        }
        return isWell ? new StatusSet(spans) : null;
    }

    private boolean readText(Location location, List<Span> spans) {
        final String[] parts =
                location.text() == null ? new String[] {""} : location.text().split(" *, *", -1);
        for (String part : parts) {
            final Span span = parts.length > LIST_MAX ? null : span(part);
            if (span == null) {
                location.refuse(accepted());
                return false;
            }
            spans.add(span);
        }
        return true;
    }

    private static Span span(String text) {
        final Matcher parts = SPAN.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        final int min = Integer.parseInt(parts.group(1));
        final int max = parts.group(2) == null ? min : Integer.parseInt(parts.group(2));
        final boolean isRange = StatusSet.STATUS_RANGE.has(min) && StatusSet.STATUS_RANGE.has(max) && min <= max;
        return isRange ? new Span(min, max) : null;
    }

    @Override
    public String accepted() {
        return "a status or a range of them, from 100 to 599, such as 200-299, or a list of these";
    }
}
