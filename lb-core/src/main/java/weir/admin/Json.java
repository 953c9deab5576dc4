package weir.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes JSON, with line breaks, because people read it. Any thread. */
final class Json {
    /** The members of an object. */
    interface Members {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final double NS_PER_MS = 1e6;

    private Json() {}

    /** A document that is one object. */
    static byte[] bytes(Members members) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
            json.writeStartObject();
            members.writeTo(json);
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail like that
        }
        return out.toByteArray();
    }

    /** A whole number where it is one: 1 and not 1.0. */
    static void number(JsonGenerator json, String name, double value) throws IOException {
        if (value == Math.rint(value)) {
            json.writeNumberField(name, (long) value);
        } else {
            json.writeNumberField(name, value);
        }
    }

    /** Milliseconds, to the microsecond. */
    static void ms(JsonGenerator json, String name, long ns) throws IOException {
        json.writeNumberField(name, Math.round(ns / NS_PER_MS * 1e3) / 1e3);
    }
}
