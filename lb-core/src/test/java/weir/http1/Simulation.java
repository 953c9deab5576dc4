package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import weir.control.Membership;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.ExchangeEnd;
import weir.model.Health;
import weir.model.MinRate;
import weir.model.Pool;
import weir.model.RetryPolicy;
import weir.model.RetryPolicy.Budget;
import weir.model.RetryPolicy.Condition;
import weir.snapshot.BackendState;
import weir.snapshot.Permits;
import weir.stats.Counter;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;

/**
 * One run of the simulation: some clients and backends, each of which does at each step something small or nothing.
 *
 * <p>In a calm run nobody fails and nobody is late, so everything must be served. In a stormy one peers reset,
 * half-close, stall and refuse, and the clock jumps; then what is checked is what always holds.
 */
final class Simulation {
    private static final int CLIENTS = 6;
    private static final int CROWD = 80;
    private static final int STEPS_MAX = 200_000;
    /**
     * Where buffers are scarce and the weather is calm a millisecond passes now and then: long before patience is lost
     * a run is over.
     */
    private static final int STEPS_PER_MS = 100;
    /** Where peers are prompt: patience is lost in the middle of what they say and hear. */
    private static final int PROMPT_MS = 10;

    /** Longer than a FIN may come behind the bytes that it belongs to. */
    private static final int LONG_TURN_MS = 101;
    /** In between peers go on, or timeouts of those would strike that are not late. */
    private static final int STEPS_BETWEEN_LONG_TURNS = 20;

    private static final int PATIENCE_MS = 3_600_000;

    private static final Set<Counter> OUR_FAULTS = EnumSet.of(
            Counter.TLS_BROKEN_RECORDS,
            Counter.TLS_BAD_HANDSHAKES,
            Counter.TLS_GARBAGE,
            Counter.TLS_PLAIN_HTTP,
            Counter.TLS_ENGINE_FAULTS,
            Counter.TLS_RENEGOTIATIONS,
            Counter.TLS_REFUSED_BY_PEER,
            Counter.TLS_PEER_CERTIFICATES_REFUSED);

    /** What a client has asked for, and what backends have answered so far. */
    static final class Asked {
        final String method;
        final String body;
        /** Bodies of responses that a backend has begun to send. */
        final List<String> answers = new ArrayList<>();
        /**
         * A backend has answered that it is too busy, which Weir may not pass on but ask another one, and that one may
         * be removed before it is asked.
         */
        boolean isGivenUp;
        /** Upstream connections on which the head was seen. */
        int seenHeads;
        /** What follows when the backend switches protocols, as it will; null where it will not. */
        SimTunnel tunnel;
        /** The client would like to switch protocols. */
        boolean isUpgrade;

        Asked(String method, String body) {
            this.method = method;
            this.body = body;
        }
    }

    final RandomGenerator random;
    /** Backends say what nobody has asked for. */
    boolean isStray;

    private int clientsMax = CLIENTS;
    /** Some clients ask for another protocol, and backends switch to it, or not. */
    private boolean isUpgrading;
    /** Who has said all that it has to say in a tunnel ends, though it cannot be sent anything then. */
    private boolean isBrusque;
    /** Peers do at once what they owe, so nobody of them may be thrown out for others, however long all of it takes. */
    private boolean isPrompt;
    /** Backends take whoever speaks on a connection for who has logged in there. */
    private boolean isKnowing;
    /** Some turns of the loop take long, and clients end right behind their last request. */
    private boolean isSluggish;

    private int longTurns;
    private int longTurnAt;
    /** Null without TLS. */
    private SimTls tls;

    final boolean isStormy;
    /** Backends often answer 503, and Weir tries others then. */
    final boolean isBusy;

    /** Backends are removed and added, too. */
    private final boolean isChanging;
    /** Hardly any buffers are there, of any size, so that clients and backends wait for each other's. */
    private final boolean isScarce;

    final LoopHarness harness = new LoopHarness();
    final Map<String, Asked> asked = new HashMap<>();
    private int backends;
    private final int stock;
    private final List<SimClient> clients = new ArrayList<>();
    private final Map<BackendConnection, SimBackend> connections = new HashMap<>();
    private int steps;
    private int exchangesLeft;
    private int headlessEnds;
    /**
     * Bytes for a tunnel that were sent before anybody had agreed to it: it may come to nothing, and they look like a
     * bad request then.
     */
    private int gambles;

    private int givenUpInVain;
    private int tunnels;
    private int logins;
    private int clientCount;
    private int removals;
    private int additions;
    /** The storm is over: what is under way comes to an end. */
    private boolean isEnding;

    Simulation(RandomGenerator random, boolean isStormy) {
        this(random, isStormy, false, false, false);
    }

    /** With hardly any buffers. */
    static Simulation scarce(RandomGenerator random, boolean isStormy) {
        return new Simulation(random, isStormy, random.nextBoolean(), false, true);
    }

    /** In which backends come and go. */
    static Simulation changing(RandomGenerator random, boolean isStormy) {
        return new Simulation(random, isStormy, false, true, false);
    }

    Simulation(RandomGenerator random, boolean isStormy, boolean isBusy) {
        this(random, isStormy, isBusy, false, false);
    }

    private Simulation(RandomGenerator random, boolean isStormy, boolean isBusy, boolean isChanging, boolean isScarce) {
        this.random = random;
        this.isStormy = isStormy;
        this.isBusy = isBusy;
        this.isChanging = isChanging;
        this.isScarce = isScarce;
        backends = isChanging ? 2 + random.nextInt(3) : 1 + random.nextInt(4);
        final int some = isScarce ? 2 + random.nextInt(4) : 4 + random.nextInt(20);
        harness.setup().backends(backends).retryAttempts(random.nextInt(4));
        harness.setup().upstreamIdleMax(random.nextInt(5));
        if (isScarce) { // draws only then, so that seeds of other runs keep their meaning
            harness.setup().smallStock(random.nextInt(4));
        }
        final boolean isLimited = chance(0.5) && (isStormy || !isScarce); // else who waits for a backend may have to go
        stock = isLimited && !isStormy ? Math.max(some, 2 * CLIENTS + 2) : some; // likewise
        harness.setup().stock(stock);
        if (isLimited) {
            harness.setup().connectionsMax(1 + random.nextInt(2));
            harness.setup()
                    .queue(isStormy ? random.nextInt(CLIENTS) : CLIENTS, isStormy ? 5 + random.nextInt(50) : 3_600_000);
        }
        if (isBusy) { // draws only then, so that seeds of other runs keep their meaning
            harness.setup().retry(somePolicy());
        }
        harness.shuffle(new Random(random.nextLong()));
    }

    private RetryPolicy somePolicy() {
        final Budget budget = new Budget(random.nextDouble(), random.nextInt(3));
        final Set<Condition> on = chance(0.5) ? RetryPolicy.DEFAULTS.on() : Set.of(Condition.values());
        return new RetryPolicy(1 + random.nextInt(3), on, Set.of(503), budget, random.nextInt(30));
    }

    /** A crowd before backends that say more than they were asked. */
    Simulation stray() {
        isStray = true;
        clientsMax = chance(0.5) ? CLIENTS : CROWD;
        return this;
    }

    Simulation crowded() {
        clientsMax = CROWD;
        if (!isStormy) { // who waits for a backend may have to go where buffers are few for so many
            harness.setup().connectionsMax(Backend.UNLIMITED);
        }
        return this;
    }

    /** With one place for all clients, and little patience. */
    Simulation queueing() {
        backends = 1;
        harness.setup().backends(1).connectionsMax(1).queue(1 + random.nextInt(3), 5);
        return this;
    }

    /** With TLS on one side or on both. */
    Simulation secured() {
        tls = new SimTls(this, harness.setup());
        if (isStormy && chance(0.3)) {
            harness.clock().takesBetweenLooks(random.nextInt(500_000)); // handshakes use up their share of a turn
        }
        return this;
    }

    /** With clients that ask for another protocol. */
    Simulation upgrading() {
        isUpgrading = true;
        return this;
    }

    /** With ends of tunnels that do not care whether the other one has said all. */
    Simulation brusque() {
        isBrusque = true;
        return this;
    }

    /** With peers that owe nothing for long, in calm weather. */
    Simulation prompt() {
        isPrompt = true;
        harness.setup().connectionsMax(Backend.UNLIMITED); // who waits for a backend may have to go
        return this;
    }

    /** With backends that authenticate connections, not requests. */
    Simulation knowing() {
        isKnowing = true;
        return this;
    }

    /** With a loop some of whose turns take long, and clients that have said all when they have asked. */
    Simulation sluggish() {
        isSluggish = true;
        harness.setup().clientMs(PATIENCE_MS, PATIENCE_MS).minRate(MinRate.OFF);
        return this;
    }

    /** Whatever there is, and all of it together now and then. */
    static Simulation anything(RandomGenerator random) {
        return anything(random, false);
    }

    /** The same with hardly any buffers. */
    static Simulation scarceOfAll(RandomGenerator random) {
        return anything(random, true);
    }

    private static Simulation anything(RandomGenerator random, boolean isAlwaysScarce) {
        random.nextInt(); // the first draw is much the same for seeds that are near to each other
        final Simulation world = new Simulation(
                random,
                random.nextBoolean(),
                random.nextInt(4) == 0,
                random.nextInt(4) == 0,
                random.nextInt(4) == 0 || isAlwaysScarce);
        if (world.chance(0.7)) {
            world.secured();
        }
        if (world.chance(0.5)) {
            world.upgrading();
        }
        if (world.chance(0.5)) {
            world.knowing();
        }
        if (world.isStormy && world.chance(0.3)) {
            world.stray();
        }
        return world.chance(0.3) ? world.crowded() : world;
    }

    /** Runs to the end; answers in which ways exchanges have ended. */
    List<ExchangeEnd> run(int exchanges) {
        exchangesLeft = exchanges;
        while (exchangesLeft > 0 || !clients.isEmpty()) {
            assertTrue(steps++ < STEPS_MAX, "the simulation does not come to an end");
            isEnding = exchangesLeft == 0;
            step();
        }
        harness.expectsNothingLeftBehind(); // a client that vanished unread is found out by a timeout
        checkEnds();
        return Arrays.stream(ExchangeEnd.values())
                .filter(end -> harness.view().ends().get(end) > 0)
                .toList();
    }

    private void step() {
        if (isChanging && chance(0.1)) {
            changeBackends();
        }
        while (clients.size() < clientsMax && exchangesLeft > 0) {
            final ScriptedClient client = harness.client();
            clients.add(new SimClient(this, tls == null ? client : tls.client(client), clientCount++));
        }
        clients.forEach(SimClient::act);
        for (int i = 0; i < backends; i++) {
            actBackend(i);
        }
        harness.clock().advanceMs(passingMs());
        harness.turn();
        harness.network().afterEvent(() -> {});
        expectsLimitsKept();
        assertTrue(harness.loop().buffers().heldCount() <= stock, "more buffers than there are");
        assertTrue(tls == null || harness.heldTlsBuffers() <= 2 * stock, "more buffers of TLS than there are");
        for (Throwable fault : harness.faults()) {
            throw new AssertionError("a bug in Weir: " + fault, fault);
        }
        clients.removeIf(SimClient::isFinished);
    }

    /** The last one that takes requests stays. */
    private void changeBackends() {
        final int backend = random.nextInt(backends);
        final Pool pool = harness.snapshot().pools().get(0);
        final int index = pool.indexOf("b" + backend);
        if (index >= 0 && pool.backendCount() > 1) {
            harness.change(before -> new Membership(before, before.room()).without(index));
            removals++;
        } else if (index < 0) {
            final Backend added = harness.newBackend(backend);
            harness.change(before -> new Membership(before, before.room())
                    .with(added, free -> harness.snapshot().pool(0).loads().inFlight(free) == 0));
            additions++;
        }
        harness.turn();
        if (index < 0) {
            final int now = harness.snapshot().pools().get(0).indexOf("b" + backend);
            harness.port().offer(new BackendState(0, now, Health.UP, false, AdminState.READY, 1, 1, 1));
            harness.turn(); // else the one that is left could go before this one comes
        }
    }

    /** How often each has happened. */
    int changes() {
        return Math.min(removals, additions);
    }

    private void expectsLimitsKept() {
        final Permits permits = harness.snapshot().pool(0).permits();
        for (int i = 0; i < permits.backendCount(); i++) {
            assertTrue(permits.inFlight(i) <= permits.limit(i), "more in flight than may be");
        }
    }

    private int passingMs() {
        if (isPrompt) {
            return PROMPT_MS;
        }
        if (isStormy && chance(0.005)) {
            return random.nextInt(6_000);
        }
        if (isScarce && !isStormy) {
            return steps % STEPS_PER_MS == 0 ? 1 : 0;
        }
        return chance(0.3) ? 1 : 0;
    }

    /**
     * A client has ended right behind its request: the turn that reads that takes long, in the middle of its events.
     */
    void onHalfClose() {
        if (steps - longTurnAt >= STEPS_BETWEEN_LONG_TURNS || longTurns == 0) {
            longTurnAt = steps;
            longTurns++;
            final int eventsBefore = random.nextInt(3);
            final int[] events = new int[1];
            harness.network().afterEvent(() -> {
                if (events[0]++ == eventsBefore) {
                    harness.clock().advanceMs(LONG_TURN_MS + random.nextInt(50));
                }
            });
        }
    }

    boolean isSluggish() {
        return isSluggish;
    }

    /** How many turns may have taken long. */
    int longTurns() {
        return longTurns;
    }

    private void actBackend(int index) {
        final var backend = harness.backend(index);
        if (isStormy && chance(0.01)) {
            final boolean isOpen = isEnding || chance(0.7);
            backend.door(isOpen ? Door.OPEN : Door.values()[random.nextInt(Door.values().length)]);
        } else if (!isStormy && chance(0.1)) {
            backend.door(chance(0.5) ? Door.OPEN : Door.OPENS_LATER);
        }
        for (BackendConnection connection : backend.connections()) {
            connections
                    .computeIfAbsent(connection, it -> new SimBackend(this, tls == null ? it : tls.backend(it)))
                    .act();
        }
        backend.connections().removeIf(connection -> {
            final boolean isOver = connections.get(connection).isFinished();
            if (isOver) {
                connections.remove(connection);
            }
            return isOver;
        });
    }

    /**
     * Each accepted request has ended once; beside those, a client that vanishes or is late within a head is an end of
     * its own.
     */
    private void checkEnds() {
        final long ends =
                harness.count(Counter.SERVED) + harness.count(Counter.FAILED) + harness.count(Counter.REFUSED);
        final long requests = harness.count(Counter.REQUESTS);
        assertTrue(harness.count(Counter.REFUSED) <= gambles, "all requests were in order");
        OUR_FAULTS.forEach(
                counter -> assertEquals(0, harness.count(counter), counter + " although all peers speak TLS well"));
        assertTrue(ends >= requests, requests + " requests but only " + ends + " ends");
        assertTrue(
                ends <= requests + headlessEnds + unreadEnds() + gambles,
                requests + " requests and " + headlessEnds + " cut heads but " + ends + " ends");
        if (!isStormy) {
            assertEquals(requests - givenUpInVain, harness.count(Counter.SERVED));
        }
    }

    /**
     * Before their request was read there was no buffer for it, or others needed the one that the beginning of its head
     * was in.
     */
    private long unreadEnds() {
        return harness.view().ends().get(ExchangeEnd.NO_BUFFER)
                + harness.view().ends().get(ExchangeEnd.CLIENT_EVICTED);
    }

    long count(Counter counter) {
        return harness.count(counter);
    }

    // --- for the cast

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    boolean isEnding() {
        return isEnding;
    }

    boolean mayAskMore() {
        return exchangesLeft > 0;
    }

    void onAsked(String path, Asked request) {
        exchangesLeft--;
        asked.put(path, request);
    }

    boolean isUpgrading() {
        return isUpgrading;
    }

    boolean isPrompt() {
        return isPrompt;
    }

    /** Nobody is late on purpose. */
    boolean isHurried() {
        return isEnding || isPrompt;
    }

    boolean isBrusque() {
        return isBrusque;
    }

    boolean isKnowing() {
        return isKnowing;
    }

    /** The end of one direction is not that of the other. */
    boolean canHalfClose() {
        return tls == null || tls.canHalfClose();
    }

    boolean isChanging() {
        return isChanging;
    }

    void onGivenUpInVain() {
        givenUpInVain++;
    }

    void onGamble() {
        gambles++;
    }

    void onTunnelOver(boolean isWhole) {
        tunnels += isWhole ? 1 : 0;
    }

    /** Ends of tunnels at which all came that was to come. */
    int tunnels() {
        return tunnels;
    }

    void onLogin() {
        logins++;
    }

    int logins() {
        return logins;
    }

    void onMaybeHeadlessEnd() {
        headlessEnds++;
    }

    /** Mostly short, now and then longer than a buffer. */
    String someBody() {
        final int bytes = chance(0.3) ? 0 : chance(0.8) ? random.nextInt(300) : random.nextInt(6_000);
        return Messages.body(bytes);
    }

    /** Puts into chunks of random length, with ornaments that Weir takes out. */
    String someChunks(String body) {
        final StringBuilder wire = new StringBuilder();
        int at = 0;
        while (at < body.length()) {
            final int bytes = Math.min(body.length() - at, 1 + random.nextInt(chance(0.5) ? 20 : 3_000));
            wire.append(chance(0.1) ? "00" : "").append(Integer.toHexString(bytes));
            wire.append(chance(0.1) ? ";name=\"va;lue\"" : "").append("\r\n");
            wire.append(body, at, at + bytes).append("\r\n");
            at += bytes;
        }
        return wire.append("0\r\n")
                .append(chance(0.1) ? "Trailer: x\r\n" : "")
                .append("\r\n")
                .toString();
    }

    /** How much of {@code outbox} goes next. */
    int somePiece(int left) {
        if (isPrompt) {
            return left;
        }
        return chance(0.2) ? left : Math.min(left, 1 + random.nextInt(chance(0.5) ? 30 : 1_000));
    }
}
