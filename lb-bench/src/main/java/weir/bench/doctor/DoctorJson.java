package weir.bench.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/** Findings for programs. Any thread. */
final class DoctorJson {
    private DoctorJson() {}

    static String of(List<Finding> findings) throws IOException {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeBooleanField("spoiled", findings.stream().anyMatch(each -> each.level() == Finding.Level.SPOILS));
            json.writeArrayFieldStart("findings");
            for (Finding finding : findings) {
                json.writeStartObject();
                json.writeStringField("check", finding.check());
                json.writeStringField("level", finding.level().word());
                json.writeStringField("found", finding.found());
                json.writeStringField("meaning", finding.meaning());
                json.writeStringField("fix", finding.fix());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }
}
