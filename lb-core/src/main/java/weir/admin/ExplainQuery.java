package weir.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weir.model.AddressRange;
import weir.snapshot.ExplainRequest;

/**
 * The query of {@code /api/explain}: which request, in which pool, and which loop shall answer. Read strictly. Thread:
 * the admin worker only.
 */
final class ExplainQuery {
    private static final String HEADER = "header.";
    private static final List<String> NAMES = List.of("pool", "client", "path", "host", "loop");
    private static final String ACCEPTED = "accepted: " + String.join(", ", NAMES) + ", " + HEADER + "NAME";
    private static final int NAME_CHARS_SHOWN = 40;

    private final Map<String, List<String>> query;
    private final List<String> problems = new ArrayList<>();
    private final int loop;
    private final ExplainRequest request;

    /** @param loops how many there are */
    ExplainQuery(Map<String, List<String>> query, int loops) {
        this.query = query;
        query.keySet().forEach(this::checkName);
        final String pool = one("pool", "");
        if (pool.isEmpty()) {
            problems.add("pool: missing, accepted: the name of a pool");
        }
        loop = loop(loops);
        request = request(pool, client());
    }

    /** What must be mended; empty = nothing. */
    List<String> problems() {
        return problems;
    }

    /** Index of the loop that shall answer. */
    int loop() {
        return loop;
    }

    /** Null when there are problems with it. */
    ExplainRequest request() {
        return request;
    }

    private void checkName(String name) {
        if (!NAMES.contains(name) && !name.startsWith(HEADER)) {
            final String shown = name.length() > NAME_CHARS_SHOWN ? name.substring(0, NAME_CHARS_SHOWN) + "..." : name;
            problems.add(shown + ": unknown, " + ACCEPTED);
        }
    }

    private String one(String name, String otherwise) {
        final List<String> values = query.getOrDefault(name, List.of(otherwise));
        if (values.size() > 1) {
            problems.add(name + ": given " + values.size() + " times, accepted: once");
        }
        return values.get(0);
    }

    private int loop(int loops) {
        final String number = one("loop", "0");
        if (number.matches("\\d{1,4}") && Integer.parseInt(number) < loops) {
            return Integer.parseInt(number);
        }
        problems.add("loop: accepted: 0 to " + (loops - 1));
        return 0;
    }

    /** Null when it is not known. No name is looked up. */
    private InetAddress client() {
        if (!query.containsKey("client")) {
            return null;
        }
        final byte[] address = AddressRange.literalBytes(one("client", ""));
        try {
            if (address != null) {
                return InetAddress.getByAddress(address);
            }
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // 4 or 16 bytes are always an address
        }
        problems.add("client: accepted: an IP address");
        return null;
    }

    private ExplainRequest request(String pool, InetAddress client) {
        final List<ExplainRequest.Field> fields = new ArrayList<>();
        query.forEach((name, values) -> {
            if (name.startsWith(HEADER)) {
                values.forEach(value -> addField(fields, name, value));
            }
        });
        try {
            return new ExplainRequest(pool, client, one("path", "/"), one("host", "localhost"), fields, List.of());
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
            return null;
        }
    }

    /** The value's bytes are those of the query, as a client would send them. */
    private void addField(List<ExplainRequest.Field> fields, String name, String value) {
        final String bytes = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        try {
            fields.add(new ExplainRequest.Field(name.substring(HEADER.length()), bytes));
        } catch (IllegalArgumentException e) {
            problems.add(HEADER + e.getMessage());
        }
    }
}
