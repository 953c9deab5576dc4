package weir.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weir.control.Membership;
import weir.model.HealthCheck;
import weir.model.HealthCheck.Type;
import weir.model.Pool;
import weir.model.TlsEngine;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.Pipes;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.SecuredPeer;
import weir.testkit.TlsFixtures;
import weir.tls.ClientEngines;

/** Each way in which a check with TLS can end: nothing of its connection is left then, outside the heap either. */
class CheckTlsEndTest {
    private static final int TIMEOUT_MS = 1_000;

    @RegisterExtension
    private final LoopHarness harness = new LoopHarness();

    private HealthMonitorDrill drill;
    private String version;

    /** What becomes of the connection of a check. */
    private enum End {
        GOES_BEFORE_OUR_HELLO(Type.HTTP, test -> test.checked().resets()),
        ENDS_AFTER_OUR_HELLO(Type.HTTP, test -> test.checked().ends()),
        SAYS_NOTHING(Type.HTTP, test -> {
            test.checked();
            test.drill.pass(TIMEOUT_MS + 100);
        }),
        TAKES_NOTHING(Type.HTTP, test -> {
            test.harness.backend().newConnectionsTakeOnly(0);
            test.checked();
            test.drill.pass(TIMEOUT_MS + 100);
        }),
        SPEAKS_HTTP(Type.HTTP, test -> test.checked().sends("HTTP/1.1 400 Bad Request\r\n\r\n")),
        IS_SOMEBODY_ELSE(Type.TCP, test -> test.converses("wildcard")),
        CONNECTS(Type.TCP, test -> test.converses("localhost")),
        SAYS_NOTHING_TO_THE_REQUEST(Type.HTTP, test -> {
            test.converses("localhost");
            test.drill.pass(TIMEOUT_MS + 100);
        }),
        SAYS_NOTHING_AND_TAKES_NO_CLOSE_NOTIFY(Type.HTTP, test -> {
            test.converses("localhost").takesOnly(0);
            test.drill.pass(TIMEOUT_MS + 3_000);
        }),
        GOES_BEFORE_ITS_RESPONSE(Type.HTTP, test -> test.converses("localhost").resets()),
        ANSWERS(Type.HTTP, test -> {
            final SecuredPeer backend = test.converses("localhost");
            backend.sends("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            test.harness.converse(backend);
        }),
        ANSWERS_AND_ENDS(Type.HTTP, test -> {
            final SecuredPeer backend = test.converses("localhost");
            backend.sends("HTTP/1.1 200 OK\r\n\r\n");
            backend.ends();
            test.harness.converse(backend);
        }),
        CUTS_ITS_RESPONSE(Type.HTTP, test -> {
            final SecuredPeer backend = test.converses("localhost");
            backend.sends("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
            backend.cuts();
            test.harness.converse(backend);
        }),
        IS_CHECKED_NO_MORE(Type.HTTP, test -> {
            test.converses("localhost");
            final Pool pool = test.harness.snapshot().pools().get(0);
            test.drill.monitor.offer(test.harness.snapshot().withPool(0, new Membership(pool, pool.room()).without(0)));
        });

        private final Type type;
        private final Consumer<CheckTlsEndTest> way;

        End(Type type, Consumer<CheckTlsEndTest> way) {
            this.type = type;
            this.way = way;
        }
    }

    static List<Arguments> ends() {
        return TlsFixtures.withEachEngine(End.values());
    }

    /** Checks go on forever, so the harness' own look after timeouts would find one under way. */
    @AfterEach
    void stopsChecking() {
        harness.backend().door(Door.REFUSES);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void aCheckLeavesNothingHoweverItEnds(End end, TlsEngine engine, String version) {
        this.version = version;
        final ClientEngines engines = TlsFixtures.towardsBackends(engine);
        harness.setup().backendTls(engines);
        final Pipes pipes = Pipes.remember();
        drill = new HealthMonitorDrill(
                harness, new HealthCheck(end.type, "/health", 200, 299, 60_000, TIMEOUT_MS, 2, 3), engines);
        end.way.accept(this);
        harness.settle();
        assertTrue(harness.backend().newest().isClosed(), "the check is over");
        pipes.expectsNoMore();
        assertEquals(1, harness.backend().attempts());
    }

    private BackendConnection checked() {
        for (int i = 0; harness.backend().attempts() == 0; i++) {
            assertTrue(i < 2_000, "no check");
            drill.pass(50);
        }
        return harness.backend().newest();
    }

    private SecuredPeer converses(String certificate) {
        final SecuredPeer backend = TlsFixtures.securedBackend(checked(), certificate, version);
        harness.converse(backend);
        return backend;
    }
}
