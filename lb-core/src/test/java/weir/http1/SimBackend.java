package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import weir.http1.Simulation.Asked;
import weir.testkit.PeerWire;
import weir.testkit.Setup;
import weir.testkit.WireMessage;

/**
 * One connection at a backend: checks each request against what a client has asked, and answers it in one of many ways.
 */
final class SimBackend {
    private static final String EVIL = "HTTP/1.1 200 Evil\r\nX-Path: /evil\r\nContent-Length: 4\r\n\r\nevil";
    /** Less than connections rest. */
    private static final long LATE_NS_MAX = 4_000_000;

    private final Simulation world;
    private final PeerWire wire;
    private final boolean isSlowReader;
    private final StringBuilder outbox = new StringBuilder();
    private int checkedBytes = -1;
    /** Path of the request whose head has come. */
    private String current;

    /** At the end of {@link #outbox}, to be sent in one piece with the end of the response: nobody has asked for it. */
    private int strayBytes;
    /**
     * What follows the head of a response without a body, within the rest that connections get then; null = nothing.
     */
    private String lateBody;

    private long lateSinceNs;

    private final SimIdentity identity = new SimIdentity();
    /** Null before it has switched protocols. */
    private SimTunnel.End agreed;
    /** The same, when the request is here as a whole. */
    private SimTunnel.End tunnel;

    private boolean isAnswered;
    private boolean isLastAnswer;
    private boolean isUntilClose;
    private boolean hasEnded;
    private boolean isFinished;

    SimBackend(Simulation world, PeerWire wire) {
        this.world = world;
        this.wire = wire;
        isSlowReader = world.chance(0.3);
    }

    boolean isFinished() {
        return isFinished;
    }

    void act() {
        if (isFinished) {
            return;
        }
        wire.turn();
        if (tunnel == null) {
            read();
        }
        if ((tunnel == null ? wire.isEnded() : tunnel.isOver()) || world.isStormy && world.chance(0.001)) {
            leave();
            return;
        }
        if (tunnel == null && world.isStormy && !hasEnded && world.chance(0.001)) {
            end();
        }
        sendLateBody();
        wire.takesOnly(isSlowReader && !world.isHurried() ? world.random.nextInt(300) : Long.MAX_VALUE);
        if (tunnel == null) {
            send();
        } else {
            tunnel.act();
        }
    }

    private void leave() {
        wire.resets();
        isFinished = true;
    }

    private void send() {
        if (hasEnded || outbox.isEmpty() || !world.isHurried() && world.chance(0.5)) {
            return;
        }
        final int some = world.somePiece(outbox.length());
        final int bytes = outbox.length() - some <= strayBytes ? outbox.length() : some;
        wire.sends(outbox.substring(0, bytes));
        outbox.delete(0, bytes);
        if (agreed != null) {
            agreed.onSent(bytes);
        }
        lateSinceNs = world.harness.clock().nowNs();
        if (outbox.isEmpty() && isLastAnswer) {
            end();
        }
    }

    private void sendLateBody() {
        if (lateBody == null || hasEnded || !outbox.isEmpty()) {
            return;
        }
        giveUpLateBody();
        if (lateBody != null && world.chance(0.3)) {
            wire.sends(lateBody);
            lateBody = null;
        }
    }

    private void giveUpLateBody() {
        if (world.harness.clock().nowNs() - lateSinceNs >= LATE_NS_MAX) {
            lateBody = null;
        }
    }

    /** Says more than it was asked, now and then so that the response before it ends where a buffer does. */
    private void stray(String path, boolean isForHead) {
        if (isForHead && !outbox.toString().contains("Content-Length: 0\r\n") && world.chance(0.5)) {
            lateBody = EVIL;
            return;
        }
        if (!isForHead && world.chance(0.5)) {
            final String head = "HTTP/1.1 200 Fine\r\nX-Path: " + path + "\r\nContent-Length: ";
            final String body = Messages.body(Setup.HEAD_BYTES - head.length() - "123\r\n\r\n".length());
            outbox.setLength(0);
            outbox.append(head).append(body.length()).append("\r\n\r\n").append(body);
            world.asked.get(path).answers.add(body);
        }
        outbox.append(EVIL);
        strayBytes = EVIL.length();
    }

    private void end() {
        hasEnded = true;
        if (agreed != null) {
            agreed.onEnded();
        }
        if ((isUntilClose || agreed != null) && !outbox.isEmpty()) {
            wire.cuts(); // a FIN would make it complete
        } else {
            wire.ends();
        }
    }

    private void read() {
        if (wire.receivedBytes() == checkedBytes) {
            return;
        }
        checkedBytes = wire.receivedBytes();
        while (!wire.unseen().isEmpty()) {
            final WireMessage request = WireMessage.read(wire.unseen(), 0, false, false, false);
            if (request == null) {
                return;
            }
            check(request);
            final boolean wasAnswered = isAnswered;
            if (!isAnswered && !hasEnded && (request.isWhole() || mayAnswerEarly())) {
                answer(request);
            }
            if (!request.isWhole()) {
                return;
            }
            wire.sees(request.end());
            assertTrue(wasAnswered || wire.unseen().isEmpty(), "the next request before this one was answered");
            if (agreed != null) {
                tunnel = agreed;
                return;
            }
            current = null;
            isAnswered = false;
        }
    }

    /** Before the request is here as a whole; one that switches protocols then must not be believed until it is. */
    private boolean mayAnswerEarly() {
        final boolean mayEarlySwitch = world.asked.get(current).tunnel != null
                && (world.isStormy
                        || !world.isKnowing()); // whom it does not know it refuses, and that early both connections end
        return mayEarlySwitch && world.chance(0.2) || world.isStormy && world.chance(0.02);
    }

    private void check(WireMessage request) {
        final String path = request.field("X-Path");
        assertNotNull(path, "a request without its path: " + request.startLine());
        final Asked asked = world.asked.get(path);
        assertNotNull(asked, "nobody has asked for " + path);
        assertEquals(asked.method + " " + path + " HTTP/1.1", request.startLine());
        assertEquals(asked.isUpgrade ? "sim" : null, request.field("Upgrade"));
        if (world.isKnowing()) {
            identity.check(path);
        }
        if (request.isWhole()) {
            assertEquals(asked.body, request.body());
        } else {
            assertTrue(asked.body.startsWith(request.body()), "not the beginning of what the client sends");
        }
        if (!path.equals(current)) {
            giveUpLateBody(); // else it would follow this response, which nobody can tell from one to the next request
            current = path;
            asked.seenHeads++;
            assertTrue(asked.seenHeads == 1 || !asked.method.equals("POST"), "a POST was sent twice: " + path);
        }
    }

    private void answer(WireMessage request) {
        isAnswered = true;
        final String path = current;
        final Asked asked = world.asked.get(path);
        final boolean isForHead = asked.method.equals("HEAD");
        final String fieldOfAll = "X-Path: " + path + "\r\n";
        if (world.chance(0.1)) {
            outbox.append("HTTP/1.1 103 Early Hints\r\n").append(fieldOfAll).append("\r\n");
        }
        final String identityFields = world.isKnowing() ? identity.answer(request, path, world) : "";
        final boolean isDenied = identityFields.contains("-Authenticate");
        if (asked.tunnel != null && !isDenied) {
            outbox.append("HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: sim\r\n");
            outbox.append(fieldOfAll).append(identityFields).append("\r\n");
            agreed = asked.tunnel.switches(world, wire, outbox);
            return;
        }
        final String body = world.someBody();
        final String fieldsOfAll = fieldOfAll + identityFields;
        asked.answers.add(isForHead ? "" : body);
        isLastAnswer = world.chance(0.05);
        final String close = isLastAnswer ? "Connection: close\r\n" : "";
        final String denial = identityFields.startsWith("Proxy") ? "407 Who" : "401 Who";
        final boolean isTooBusy = !isDenied && world.isBusy && world.chance(0.3);
        asked.isGivenUp |= isTooBusy;
        final String status = isDenied ? denial : isTooBusy ? "503 Busy" : "200 Fine";
        if (!isDenied && world.chance(0.05)) {
            outbox.append("HTTP/1.1 204 Nothing\r\n")
                    .append(close)
                    .append(fieldsOfAll)
                    .append("\r\n");
        } else if (world.chance(0.1)) {
            isLastAnswer = true;
            isUntilClose = true;
            outbox.append("HTTP/1.0 " + status + "\r\n")
                    .append(fieldsOfAll)
                    .append("\r\n")
                    .append(isForHead ? "" : body);
        } else if (world.chance(0.5)) {
            outbox.append("HTTP/1.1 " + status + "\r\n").append(close).append(fieldsOfAll);
            outbox.append("Content-Length: ")
                    .append(body.length())
                    .append("\r\n\r\n")
                    .append(isForHead ? "" : body);
        } else {
            outbox.append("HTTP/1.1 " + status + "\r\n").append(close).append(fieldsOfAll);
            outbox.append("Transfer-Encoding: chunked\r\n\r\n").append(isForHead ? "" : world.someChunks(body));
        }
        if (world.isStray && !isLastAnswer && world.chance(0.1)) {
            stray(path, isForHead);
        }
    }
}
