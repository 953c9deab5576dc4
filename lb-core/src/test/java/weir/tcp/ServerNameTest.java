package weir.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.model.Backend;
import weir.model.ExchangeEnd;
import weir.model.ListenerMode;
import weir.model.Route;
import weir.sni.Hello;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;
import weir.testkit.Wire;

/** Routes by the name of the server that a TLS client asks for. */
class ServerNameTest {
    private static final String API = Wire.text(Hello.askingFor("api.example.com"));

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    @BeforeEach
    void goByServerName() {
        harness.setup()
                .mode(ListenerMode.TCP)
                .backends(2)
                .withoutPool()
                .pools(all -> List.of(
                        all.withBackends(all.backends().subList(0, 1)),
                        all.withName("other")
                                .withBackends(
                                        List.<Backend>copyOf(all.backends().subList(1, 2)))))
                .routes(new Route("api.example.com", null, 0), new Route("*.example.com", null, 1));
    }

    @Test
    void eachNameLeadsToItsPoolAndNoByteIsLostOrChanged() {
        for (int cut = 0; cut <= API.length(); cut++) {
            final ScriptedClient client = harness.client();
            client.sendsSplitAt(cut, API + "more");
            harness.backend(0).newest().expectsBytes(API + "more");
            harness.backend(0).newest().sends("answer");
            client.expectsBytes("answer");
            client.resets();
            harness.settle();
        }
        final String other = Wire.text(Hello.askingFor("deep.WWW.example.com"));
        final ScriptedClient client = harness.client();
        client.sendsInPiecesOf(1, other);
        harness.backend(1).newest().expectsBytes(other);
        client.resets();
        harness.settle();
    }

    @Test
    void aNameWithoutARouteGoesToThePoolOfTheListener() {
        harness.setup().defaultPool(1);
        final String hello = Wire.text(Hello.askingFor("example.com"));
        final ScriptedClient client = harness.client();
        client.sends(hello);
        harness.backend(1).newest().expectsBytes(hello);
        client.resets();
        harness.settle();
    }

    @Test
    void orIsReset() {
        final ScriptedClient client = harness.client();
        client.sends(Wire.text(Hello.askingFor("example.com")));
        client.expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.NO_ROUTE));
        assertEquals(1, harness.records().size());
    }

    @Test
    void whatIsNoTlsIsReset() {
        final ScriptedClient client = harness.client();
        client.sends("GET / HTTP/1.1\r\n\r\n");
        client.expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.TLS_HELLO_MISSING));
        harness.backend(0).expectsAttempts(0);
    }

    @Test
    void aHelloHasADeadlineThatTricklingDoesNotMove() {
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 9; i++) {
            client.sends(API.substring(i, i + 1));
            harness.advanceMs(Setup.HEAD_MS / 10);
        }
        client.expectsOpen();
        harness.advanceMs(Setup.HEAD_MS / 10 + 10);
        client.expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.TLS_HELLO_TIMEOUT));
        assertEquals(0, harness.heldBuffers());
    }

    @Test
    void aClientThatEndsBeforeItIsGone() {
        final ScriptedClient client = harness.client();
        client.sends(API.substring(0, 20));
        client.ends();
        client.expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_GONE));
    }

    @Test
    void aHelloThatDoesNotFitIntoTheBufferIsTooLarge() {
        final ScriptedClient client = harness.client();
        final byte[] large = new byte[8_000];
        System.arraycopy(new byte[] {22, 3, 1, 0x20, 0, 1, 0, 0x20, 0}, 0, large, 0, 9);
        client.sends(Wire.text(large));
        client.expectsReset();
        assertEquals(1, harness.ends(ExchangeEnd.TLS_HELLO_TOO_LARGE));
    }
}
