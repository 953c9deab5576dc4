package weir.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import weir.model.Syslog;

class SyslogFormatTest {
    private static final long END_MS = 1_767_323_045_007L;
    private static final Syslog SERVER = Syslog.of(Syslog.Transport.UDP, "h", 514, null);

    private final Lines lines = new Lines();

    private String line(String host) throws IOException {
        lines.clear();
        new SyslogFormat(SERVER, host, 77, (record, endMs) -> lines.put("what happened\n"), lines)
                .write(new AccessRecord(), END_MS);
        return StandardCharsets.ISO_8859_1.decode(lines.content()).toString();
    }

    @Test
    void putsTheHeaderOfRfc5424BeforeTheLine() throws IOException {
        assertEquals("<190>1 2026-01-02T03:04:05.007Z edge-1 weir 77 access - what happened\n", line("edge-1"));
    }

    @Test
    void aHostWithoutNameIsNil() throws IOException {
        assertEquals("<190>1 2026-01-02T03:04:05.007Z - weir 77 access - what happened\n", line(null));
    }
}
