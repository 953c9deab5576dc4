package weir.sni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.testkit.EverySplit;
import weir.testkit.Seed;
import weir.testkit.Wire;

class ClientHelloTest {
    private static final int INPUTS = Integer.getInteger("weir.fuzz.inputs", 200_000) / 100;

    private static final class Run implements EverySplit.Run {
        private final ClientHello hello = new ClientHello();
        private ClientHello.State state = ClientHello.State.NEED_MORE;

        @Override
        public boolean feed(ByteBuffer in, int start, int from, int to) {
            state = hello.parse(in, start, to);
            return state == ClientHello.State.NEED_MORE;
        }

        @Override
        public String answer() {
            return switch (state) {
                case NEED_MORE -> "NEED_MORE";
                case REFUSED -> hello.fault().name();
                case COMPLETE -> String.valueOf(hello.serverName());
            };
        }
    }

    private static void expects(String answer, byte[] wire) {
        assertEquals(answer, EverySplit.answer(wire, Run::new));
    }

    private static byte[] with(byte[]... extensions) {
        return Hello.records(Hello.message(extensions), 1 << 14);
    }

    @Test
    void findsTheNameWhereverTheBytesAreCut() {
        expects("api.example.com", Hello.askingFor("API.example.com"));
        expects("null", Hello.namingNobody());
        expects("null", with());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 50, 200})
    void findsTheNameInAnyNumberOfRecords(int recordBytes) {
        expects("a.example", Hello.records(Hello.message(Hello.serverName("a.example")), recordBytes));
    }

    /** Clients that ask for it are served as if they had asked for nothing. */
    @Test
    void aNameThatNobodyCanHaveIsNone() {
        expects("null", with(Hello.serverName("a b")));
        expects("null", with(Hello.serverName("n\u00f6")));
        expects("null", with(Hello.serverName(".")));
        expects("my_service", with(Hello.serverName("my_service")));
        expects("a..b", with(Hello.serverName("a..b")));
    }

    @Test
    void aDotAtTheEndIsNoPartOfTheName() {
        expects("site.test", with(Hello.serverName("Site.test.")));
    }

    @Test
    void whatIsNoHandshakeIsNotTls() {
        expects("NOT_TLS", Wire.bytes("GET / HTTP/1.1\r\n\r\n"));
        expects("NOT_TLS", new byte[] {(byte) 0x80, 46, 1, 3, 1, 0, 21}); // SSL 2
        expects("NOT_TLS", new byte[] {22, 2, 0, 0, 4});
        expects("NOT_TLS", new byte[] {21, 3, 1, 0, 2, 2, 40}); // an alert
    }

    @Test
    void refusesWhatBreaksTheRules() {
        final byte[] name = Hello.serverName("a.example");
        expects("MALFORMED", Hello.records(Hello.message(2, new byte[50]), 100)); // a ServerHello
        expects("MALFORMED", Hello.records(Hello.message(1, new byte[3]), 100));
        expects("MALFORMED", Hello.records(Hello.message(1, new byte[0]), 100));
        expects("MALFORMED", with(name, name));
        expects("MALFORMED", with(Hello.serverName("")));
        expects("MALFORMED", with(Hello.serverName("a\0b")));
        expects("MALFORMED", with(Hello.serverName("a".repeat(256))));
        expects("MALFORMED", with(Arrays.copyOf(name, name.length - 1)));
        expects("MALFORMED", with(new byte[] {0, 0, 0, 0}));
        expects("MALFORMED", with(new byte[] {0, 9, 0}));
        expects("MALFORMED", new byte[] {22, 3, 1, 0, 0});
        expects("MALFORMED", new byte[] {22, 3, 1, 0x7f, 0});
        final byte[] twoTypes = Hello.records(Hello.message(name), 20);
        twoTypes[25] = 23;
        expects("MALFORMED", twoTypes);
    }

    @Test
    void hasALimitThatDoesNotWaitForTheBytes() {
        expects("TOO_LARGE", new byte[] {22, 3, 1, 0x40, 0, 1, 0, 0x40, 0});
        expects("TOO_LARGE", new byte[] {22, 3, 1, 0x40, 0, 1, (byte) 0xff, (byte) 0xff, (byte) 0xff});
        final byte[] padding = new byte[15_000];
        padding[1] = 21;
        padding[2] = (byte) (padding.length - 4 >> 8);
        padding[3] = (byte) (padding.length - 4);
        final Run run = new Run();
        final byte[] wire = Hello.records(Hello.message(padding, Hello.serverName("b")), 1 << 14);
        run.feed(ByteBuffer.wrap(wire), 0, 0, wire.length);
        assertEquals("b", run.answer());
    }

    /** Whatever comes, in whatever pieces: no exception, and one answer. */
    @Test
    void anyBytesHaveOneAnswerInAnyPieces() {
        Seed.forEach(1, INPUTS, random -> {
            final byte[] message = Hello.message(Hello.serverName("fuzz.example"), new byte[] {0, 16, 0, 1, 7});
            for (int i = random.nextInt(4); i > 0; i--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
            }
            final byte[] wire = Hello.records(message, 1 + random.nextInt(200));
            for (int i = random.nextInt(3); i > 0; i--) {
                wire[random.nextInt(wire.length)] ^= (byte) (1 << random.nextInt(8));
            }
            final String answer = (String) EverySplit.answerAtSomeSplits(wire, Run::new, random);
            assertTrue(answer.length() < 300, answer);
        });
    }
}
