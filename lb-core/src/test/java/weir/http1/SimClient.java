package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.List;
import weir.http1.Simulation.Asked;
import weir.testkit.PeerWire;
import weir.testkit.WireMessage;

/** Asks for a while on one connection and believes nothing. */
final class SimClient {
    /** What Weir says of a head that is not whole; the client may be slow to read it. */
    private static final List<String> CUT_HEAD_BODIES =
            List.of("408 head_timeout\n", "408 client_too_slow\n", "408 client_evicted\n", "503 no_buffer_left\n");

    private static final String NO_BUFFER = "HTTP/1.1 503 ";

    private final Simulation world;
    private final PeerWire wire;
    private final int number;
    private final boolean isHttp10;
    private final boolean isPipelining;
    private final boolean isSlowReader;
    private final ArrayDeque<String> unanswered = new ArrayDeque<>();
    private final StringBuilder outbox = new StringBuilder();
    private int asked;
    private int toAsk;
    private int checkedBytes = -1;
    /** Has sent FIN or is gone; then an answer may be cut. */
    private boolean hasEnded;

    /** Its last request is one to switch protocols, and the backend will. */
    private boolean isSwitching;
    /** It has sent bytes for a tunnel that is not there. */
    private boolean isGambling;

    private boolean endsEarly;
    /** Null while HTTP is spoken. */
    private SimTunnel.End tunnel;
    /** Null where nobody asks who it is. */
    private final SimLogin login;

    private boolean isGone;
    private boolean isCutWithinMethod;
    private boolean isFinished;

    SimClient(Simulation world, PeerWire wire, int number) {
        this.world = world;
        this.wire = wire;
        this.number = number;
        isHttp10 = world.chance(0.15);
        isPipelining = world.chance(0.3);
        isSlowReader = world.chance(0.3);
        toAsk = isHttp10 ? 1 : 1 + world.random.nextInt(15);
        login = world.isKnowing() ? new SimLogin(number, world) : null;
    }

    boolean isFinished() {
        return isFinished;
    }

    void act() {
        wire.turn();
        if (tunnel == null) {
            read();
        }
        if (isFinished) {
            return;
        }
        if (tunnel != null) {
            actInTunnel();
            return;
        }
        if (wire.isEnded()) {
            onWeirEnded();
            return;
        }
        if (world.isStormy && world.chance(0.001)) {
            vanish();
            return;
        }
        if (outbox.isEmpty() && !hasEnded) {
            askOrLeave();
        }
        send();
        takeSome();
    }

    private void takeSome() {
        if (isSlowReader && !world.isHurried()) {
            wire.takesOnly(world.chance(0.5) ? world.random.nextInt(400) : 0);
        } else {
            wire.takesAll();
        }
    }

    private void actInTunnel() {
        takeSome();
        if (world.isStormy && world.chance(0.001)) {
            tunnel.over();
        } else {
            tunnel.act();
        }
        if (tunnel.isOver()) {
            wire.resets();
            isFinished = true;
        }
    }

    private void askOrLeave() {
        if (toAsk > 0 && !isSwitching && world.mayAskMore() && (isPipelining || unanswered.isEmpty())) {
            if (world.chance(0.2)) {
                ask();
            }
        } else if (unanswered.isEmpty() && world.chance(0.1)) {
            leave(); // satisfied
        } else if ((toAsk == 0 || !world.mayAskMore()) && world.isStormy && world.chance(0.01)) {
            leave(); // half-closes, or loses patience
        }
    }

    private void ask() {
        final String path = "/" + number + "/" + asked++;
        toAsk--;
        final String[] methods = {"GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE"};
        final String method = methods[world.random.nextInt(methods.length)];
        final boolean hasBody = method.startsWith("P");
        final String body = hasBody ? world.someBody() : "";
        outbox.append(method).append(' ').append(path).append(isHttp10 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
        outbox.append("Host: x\r\nX-Path: ").append(path).append("\r\n");
        if (login != null) {
            outbox.append(login.line(world));
        }
        final Asked request = new Asked(method, body);
        if (world.isUpgrading() && !isHttp10 && world.chance(0.3)) {
            outbox.append("Connection: Upgrade\r\nUpgrade: sim\r\n");
            request.isUpgrade = true;
            request.tunnel = world.chance(0.6) ? new SimTunnel(world, path) : null;
            isSwitching = request.tunnel != null;
        }
        if (!hasBody) {
            outbox.append("\r\n");
        } else if (isHttp10 || world.chance(0.5)) {
            outbox.append("Content-Length: ")
                    .append(body.length())
                    .append("\r\n\r\n")
                    .append(body);
        } else {
            outbox.append("Transfer-Encoding: chunked\r\n\r\n").append(world.someChunks(body));
        }
        unanswered.add(path);
        world.onAsked(path, request);
        if (isSwitching && !world.isKnowing() && world.chance(0.3)) {
            gamble(request.tunnel.up);
        }
    }

    /** Sends bytes of the tunnel, and perhaps its end, before it is there. */
    private void gamble(SimTunnel.Way up) {
        outbox.append(up.next(world.random.nextInt(2_000)));
        isGambling = true;
        endsEarly = up.isAllSent() && world.canHalfClose() && world.chance(0.5);
        if (world.isStormy) {
            world.onGamble();
        }
    }

    private void send() {
        if (!outbox.isEmpty() && (world.isHurried() || world.chance(0.5))) {
            final int bytes = world.somePiece(outbox.length());
            wire.sends(outbox.substring(0, bytes));
            outbox.delete(0, bytes);
            final boolean mayLeave = toAsk == 0 && world.isStormy && world.chance(0.1);
            final boolean hasSaidAll = toAsk == 0 && world.isSluggish() && world.chance(0.7);
            if (outbox.isEmpty() && (mayLeave || endsEarly || hasSaidAll)) {
                leave(); // right behind the request
                if (hasSaidAll) {
                    world.onHalfClose();
                }
            }
        }
    }

    private void leave() {
        hasEnded = true;
        if (isSwitching) {
            world.asked.get(unanswered.peekLast()).tunnel.up.end();
        }
        wire.ends();
        world.onMaybeHeadlessEnd();
    }

    private void vanish() {
        world.onMaybeHeadlessEnd();
        hasEnded = true;
        isGone = true;
        wire.resets();
        isFinished = true;
        checkRest();
    }

    private void onWeirEnded() {
        if (!world.isStormy && !hasEnded && !isHttp10) {
            throw new AssertionError("ended in calm weather, with unanswered " + unanswered);
        }
        if (!world.isStormy) {
            assertTrue(unanswered.isEmpty(), "unanswered: " + unanswered);
        }
        checkRest();
        if (!hasEnded) {
            world.onMaybeHeadlessEnd();
        }
        wire.resets();
        isFinished = true;
    }

    // --- checking

    private void read() {
        if (wire.receivedBytes() == checkedBytes && !wire.isEnded()) {
            return;
        }
        checkedBytes = wire.receivedBytes();
        while (true) {
            final WireMessage response = next();
            if (response == null || !response.isWhole()) {
                return;
            }
            if (response.status() >= 200) {
                checkWhole(unanswered.remove(), response);
            } else if (response.status() == 101) {
                wire.sees(response.end());
                onSwitch(unanswered.remove(), response);
                return;
            } else {
                assertFalse(isHttp10, "HTTP/1.0 knows no interim responses");
                assertEquals(unanswered.peek(), response.field("X-Path"));
            }
            wire.sees(response.end());
            if (isSwitching && unanswered.isEmpty()) {
                onNoSwitch();
            }
            if (isFinished || response.isUntilClose()) {
                return;
            }
        }
    }

    private void onSwitch(String path, WireMessage response) {
        final SimTunnel agreed = world.asked.get(path).tunnel;
        assertNotNull(agreed, "a switch that no backend has made");
        assertEquals(path, response.field("X-Path"));
        assertEquals("sim", response.field("Upgrade"));
        assertTrue(isGambling || outbox.isEmpty(), "a switch within a request");
        checkIdentity(response);
        tunnel = agreed.agrees(world, wire, outbox);
    }

    /** It was to be one, but something was in the way: what was said for the tunnel already is of no use to anybody. */
    private void onNoSwitch() {
        isSwitching = false;
        if (isGambling) {
            hasEnded = true;
            isFinished = true;
            wire.resets();
        }
    }

    private void checkIdentity(WireMessage response) {
        if (login != null) {
            login.check(response, world);
        }
    }

    /** The client may be slow to read it. */
    private static boolean isBeginOfNoBuffer(String wire) {
        return wire.startsWith(NO_BUFFER) || NO_BUFFER.startsWith(wire);
    }

    private WireMessage next() {
        final String path = unanswered.peek();
        if (path == null) {
            final boolean isFine = wire.unseen().isEmpty()
                    || hasEnded && isBeginOfNoBuffer(wire.unseen()) // there was no buffer to read its end
                    || isCutWithinMethod && CUT_HEAD_BODIES.stream().anyMatch(body -> body.startsWith(wire.unseen()));
            assertTrue(isFine, () -> "an answer to nothing: " + wire.unseen());
            return null;
        }
        final boolean isInGoodOrder = wire.isEnded() && !wire.isReset() && !isGone;
        final boolean isForHead = world.asked.get(path).method.equals("HEAD");
        return WireMessage.read(wire.unseen(), 0, true, isForHead, isInGoodOrder);
    }

    private void checkWhole(String path, WireMessage response) {
        final Asked request = world.asked.get(path);
        if (response.field("X-Path") == null) {
            checkOwn(request, response);
            return;
        }
        assertEquals(path, response.field("X-Path"), "an answer to another question");
        checkIdentity(response);
        final String body = response.body();
        if (!request.method.equals("HEAD") && response.status() != 204) {
            assertTrue(
                    request.answers.contains(body),
                    () -> path + ": complete, but not what a backend has sent: " + body.length() + " bytes");
        }
    }

    private void checkOwn(Asked request, WireMessage response) {
        if (!world.isStormy) {
            assertTrue(
                    request.isGivenUp && world.isChanging() && response.status() == 503,
                    () -> "in calm weather: " + response.startLine() + " " + response.body());
            world.onGivenUpInVain();
        }
        if (request.method.equals("HEAD")) {
            isCutWithinMethod = response.status() == 408
                    || response.status() == 503; // Weir may not have known yet that it was to be one
        } else {
            assertTrue(response.body().matches(response.status() + " [a-z0-9_]+\n"), response.body());
        }
    }

    /** What is left of an answer that was cut is the beginning of what a backend has sent. */
    private void checkRest() {
        final WireMessage rest = next();
        if (rest == null || rest.field("X-Path") == null) {
            return;
        }
        final Asked request = world.asked.get(unanswered.peek());
        assertEquals(unanswered.peek(), rest.field("X-Path"));
        assertTrue(
                request.answers.stream().anyMatch(answer -> answer.startsWith(rest.body())),
                () -> "not the beginning of what a backend has sent: "
                        + rest.body().length() + " bytes");
    }
}
