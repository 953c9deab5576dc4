package weir.accesslog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import weir.accesslog.AccessRecord.Text;

/**
 * One JSON object per line. A byte of a client becomes the character with its number (ISO-8859-1), as nobody knows what
 * the client meant; null is what there was none of. Thread: the writer's.
 */
final class JsonFields implements Fields {
    private final JsonGenerator json;
    private final char[] chars = new char[AccessRecord.BYTES];

    JsonFields(Lines out) throws IOException {
        json = new JsonFactory().createGenerator(out);
        json.setRootValueSeparator(null); // a line end follows each
        json.setHighestNonEscapedChar(0x7f); // terminals obey some characters beyond ASCII, too
    }

    @Override
    public void begin() throws IOException {
        json.writeStartObject();
    }

    @Override
    public void word(String name, String word) throws IOException {
        json.writeStringField(name, word);
    }

    @Override
    public void clientText(String name, AccessRecord record, int slot) throws IOException {
        final int length = record.length(slot);
        for (int i = 0; i < length; i++) {
            chars[i] = (char) (record.at(slot, i) & 0xff);
        }
        json.writeFieldName(name);
        if (length == 0) {
            json.writeNull();
        } else {
            json.writeString(chars, 0, length);
        }
    }

    @Override
    public void configName(String name, AccessRecord record, Text text) throws IOException {
        clientText(name, record, text);
    }

    @Override
    public void number(String name, long number) throws IOException {
        json.writeFieldName(name);
        if (number == AccessRecord.ABSENT) {
            json.writeNull();
        } else {
            json.writeNumber(number);
        }
    }

    @Override
    public void flag(String name, boolean isSet) throws IOException {
        json.writeBooleanField(name, isSet);
    }

    @Override
    public void attempts(String name, AttemptList attempts, EndWords words) throws IOException {
        json.writeArrayFieldStart(name);
        while (attempts.next()) {
            json.writeStartObject();
            json.writeFieldName("backend");
            for (int i = 0; i < attempts.idLength(); i++) {
                chars[i] = (char) (attempts.idAt(i) & 0xff);
            }
            json.writeString(chars, 0, attempts.idLength());
            json.writeStringField("end", attempts.reason(words));
            json.writeNumberField("us", attempts.us());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @Override
    public void end() throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }
}
