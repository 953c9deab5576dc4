package weir.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a table for people of what {@code GET /api/pools} has answered. Thread: the caller's. */
public final class StatusTable {
    /** Heading and the member that stands below it. */
    private static final String[][] COLUMNS = {
        {"POOL", "name"},
        {"BACKEND", "id"},
        {"ADDRESS", "address"},
        {"HEALTH", "health"},
        {"STATE", "state"},
        {"WEIGHT", "weight"},
        {"IN-FLIGHT", "in_flight"},
        {"REQUESTS", "requests"},
        {"FAILURES", "failures.total"},
        {"P50-MS", "latency_ms.window.p50"},
        {"P99-MS", "latency_ms.window.p99"},
    };
    /** Those before it are words, and stand on the left. */
    private static final int FIRST_NUMBER = 5;

    private StatusTable() {}

    /**
     * Lines of a table, with a heading.
     *
     * @throws IOException the text is something else
     */
    public static List<String> lines(byte[] pools) throws IOException {
        final List<String[]> rows = new ArrayList<>();
        final String[] heading = new String[COLUMNS.length];
        for (int i = 0; i < COLUMNS.length; i++) {
            heading[i] = COLUMNS[i][0];
        }
        rows.add(heading);
        try (JsonParser json = new JsonFactory().createParser(pools)) {
            readPools(json, rows);
        }
        return laidOut(rows);
    }

    /** {@code {"pools": [{"name": .., "backends": [{..}]}]}}; what else there is, is passed over. */
    private static void readPools(JsonParser json, List<String[]> rows) throws IOException {
        expect(json.nextToken() == JsonToken.START_OBJECT && "pools".equals(json.nextFieldName()));
        expect(json.nextToken() == JsonToken.START_ARRAY);
        while (json.nextToken() == JsonToken.START_OBJECT) {
            readPool(json, rows);
        }
    }

    private static void readPool(JsonParser json, List<String[]> rows) throws IOException {
        String pool = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            final String name = json.currentName();
            final JsonToken value = json.nextToken();
            if (name.equals("name")) {
                pool = json.getText();
            } else if (name.equals("backends") && value == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    final Map<String, String> members = new HashMap<>();
                    readMembers(json, "", members);
                    members.put("name", pool);
                    rows.add(row(members));
                }
            } else {
                json.skipChildren();
            }
        }
    }

    /** Flattens objects within the object: {@code latency_ms.window.p50}. */
    private static void readMembers(JsonParser json, String prefix, Map<String, String> members) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            final String name = prefix + json.currentName();
            if (json.nextToken() == JsonToken.START_OBJECT) {
                readMembers(json, name + ".", members);
            } else {
                members.put(name, json.getText());
                json.skipChildren();
            }
        }
    }

    private static String[] row(Map<String, String> members) {
        final String[] row = new String[COLUMNS.length];
        for (int i = 0; i < COLUMNS.length; i++) {
            row[i] = harmless(members.getOrDefault(COLUMNS[i][1], "-"));
        }
        return row;
    }

    /** Whoever answers may be someone else than Weir, and a terminal obeys some characters. */
    private static String harmless(String text) {
        return text.replaceAll("[^!-~]", "?");
    }

    private static void expect(boolean isSo) throws IOException {
        if (!isSo) {
            throw new IOException("the answer is no list of pools");
        }
    }

    private static List<String> laidOut(List<String[]> rows) {
        final int[] widths = new int[COLUMNS.length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(String[] row, int[] widths) {
        final StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            final String space = " ".repeat(widths[i] - row[i].length());
            line.append(i == 0 ? "" : "  ").append(i < FIRST_NUMBER ? row[i] + space : space + row[i]);
        }
        return line.toString().stripTrailing();
    }
}
