package weir.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.http.HeadEdit;
import weir.http.HttpLimits;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.model.ListenerTimeouts;
import weir.testkit.TlsFixtures;
import weir.testkit.Wire;

/** What clients write into fields that only Weir may write. */
class ReservedFieldsTest {
    private static final int FRONT = HeadEdit.ADDED_BYTES_MAX;
    private static final Listener PLAIN = new Listener(
            "web", new InetSocketAddress(0), 0, List.of(), ListenerTimeouts.DEFAULTS, ListenerLimits.DEFAULTS);
    private static final ReservedFields RESERVED = ReservedFields.of(List.of(
            PLAIN,
            TlsFixtures.listenerThatTellsSubjects("X-Client-Subject"),
            TlsFixtures.listenerThatTellsSubjects("Subject"),
            TlsFixtures.listenerThatTellsSubjects("x-client-subject")));

    /** CGI, WSGI, Rack and ASP; PHP; lighttpd and Apache before 2.4. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Client-Subject",
                "x-client-subject",
                "X_Client_Subject",
                "X-CLIENT_SUBJECT",
                "X.Client.Subject",
                "X_Client.Subject",
                "X!Client~Subject",
                "X+client*subject",
                "subject"
            })
    void eachSpellingThatABackendWouldTakeForTheNameGoes(String name) {
        assertEquals("", edited(name + ": CN=admin"));
        assertEquals("", edited("Connection: " + name + "|" + name + ": CN=admin"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-Client-Subjects", "XClient-Subject", "X-Client-Subjec", "Y-Client-Subject", "X-ClientASubject"
            })
    void otherFieldsStay(String name) {
        assertEquals(name + ": a|", edited(name + ": a"));
    }

    @Test
    void nothingIsDoneWhereNoListenerHasSuchAName() {
        assertNull(ReservedFields.of(List.of(PLAIN)));
    }

    private static String edited(String lines) {
        final String text = Wire.crlf(("GET / HTTP/1.1|Host: a|" + lines).replace('|', '\n')) + "\r\n\r\n";
        final ByteBuffer in = Wire.directAt(FRONT, text);
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        final RequestHead head = new RequestHead();
        final HeadEdit edit = new HeadEdit(HttpLimits.DEFAULTS.fieldsMax());
        assertEquals(Parse.COMPLETE, parser.parse(in, FRONT, in.capacity()));
        assertNull(head.read(parser, in));
        edit.begin();
        RESERVED.drop(head.view(), in);
        head.edit(in, edit, false);
        final String result = Wire.text(in, head.rewrite(in, edit), in.capacity());
        return result.replace("GET / HTTP/1.1\r\nHost: a\r\n", "")
                .replace("\r\n\r\n", "|")
                .replaceFirst("^\r\n$", "")
                .replace("\r\n", "|");
    }
}
