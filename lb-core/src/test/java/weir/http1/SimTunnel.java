package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import weir.testkit.PeerWire;
import weir.testkit.Setup;

/** What the two ends of an upgraded connection send each other, how far that has got, and who has ended. */
final class SimTunnel {
    /** Bytes one way: whoever takes them for HTTP finds some. */
    static final class Way {
        private final String bytes;
        private int sent;
        private int received;
        private boolean hasEnded;
        /** Both ends know of it. */
        private boolean isAgreed;

        private Way(String path, String direction, int length) {
            final StringBuilder text = new StringBuilder();
            for (int block = 0; text.length() < length; block++) {
                text.append(path).append(direction).append(block);
                text.append("\r\n0\r\n\r\nHTTP/1.1 200 Evil\r\nContent-Length: 0\r\n\r\nGET /evil HTTP/1.1\r\n\r\n");
            }
            text.setLength(length);
            bytes = text.toString();
        }

        private Way(Way before) {
            bytes = before.bytes;
        }

        /** What is sent next, of so many bytes at most. */
        String next(int most) {
            final int from = sent;
            sent = Math.min(bytes.length(), sent + most);
            return bytes.substring(from, sent);
        }

        boolean isAllSent() {
            return sent == bytes.length();
        }

        void end() {
            hasEnded = true;
        }
    }

    final Way up;
    /**
     * Of the backend that was the last to switch protocols: one before may not have got through to the client, and was
     * asked in vain.
     */
    Way down;

    private long lastNs;

    SimTunnel(Simulation world, String path) {
        up = new Way(path, " up ", someLength(world));
        down = new Way(path, " down ", someLength(world));
        lastNs = world.harness.clock().nowNs();
    }

    /** A backend switches protocols. */
    End switches(Simulation world, PeerWire wire, StringBuilder outbox) {
        down = new Way(down);
        final int headBytes = outbox.length();
        outbox.append(down.next(world.chance(0.5) ? 0 : world.random.nextInt(2_000)));
        return new End(world, this, wire, down, up, down, outbox, headBytes);
    }

    /** The client hears of it. */
    End agrees(Simulation world, PeerWire wire, StringBuilder outbox) {
        down.isAgreed = true;
        return new End(world, this, wire, up, down, down, outbox, 0);
    }

    private static int someLength(Simulation world) {
        final int most = world.isPrompt() ? 400_000 : 12_000;
        return world.chance(0.2) ? 0 : world.random.nextInt(world.chance(0.7) ? 500 : most);
    }

    /** One end of it, from the moment on that both sides have agreed. */
    static final class End {
        private final Simulation world;
        private final SimTunnel tunnel;
        private final PeerWire wire;
        private final Way out;
        private final Way in;
        /** One of both. */
        private final Way down;

        private final StringBuilder outbox;
        /** Of the outbox, what is not of the tunnel: before it is sent nobody may send bytes of the tunnel. */
        private int headBytes;

        private boolean isOver;

        private End(
                Simulation world,
                SimTunnel tunnel,
                PeerWire wire,
                Way out,
                Way in,
                Way down,
                StringBuilder outbox,
                int headBytes) {
            this.world = world;
            this.tunnel = tunnel;
            this.wire = wire;
            this.out = out;
            this.in = in;
            this.down = down;
            this.outbox = outbox;
            this.headBytes = headBytes;
        }

        /** Somebody else has ended the connection. */
        void onEnded() {
            out.end();
        }

        /** So many characters were sent from the outbox by somebody else. */
        void onSent(int bytes) {
            headBytes -= bytes;
        }

        /** Nothing more will happen here. */
        boolean isOver() {
            return isOver;
        }

        void act() {
            receive();
            if (wire.isReset()) {
                assertTrue(world.isStormy, "a reset in calm weather");
                over();
            } else if (wire.isEnded()) {
                onEnd();
            }
            if (!isOver) {
                send();
            }
        }

        private void receive() {
            final String text = wire.unseen();
            if (!text.isEmpty()) {
                assertTrue(headBytes <= 0, () -> "bytes of a tunnel that is not agreed on: " + text);
                assertTrue(in.received + text.length() <= in.sent, () -> "nobody has sent that: " + text);
                assertEquals(in.bytes.substring(in.received, in.received + text.length()), text);
                in.received += text.length();
                wire.sees(text.length());
                tunnel.lastNs = world.harness.clock().nowNs();
            }
        }

        /** In good order: so it means what the other end has said. */
        private void onEnd() {
            final boolean isCalledOff = world.isStormy && !down.isAgreed; // Weir has closed what was still an exchange
            final boolean isIdle = world.harness.clock().nowNs() - tunnel.lastNs >= Setup.TUNNEL_MS * 1_000_000L;
            final boolean isEither = !world.canHalfClose()
                    && (world.isStormy || out.hasEnded); // to a side that has ended no bytes of the other's get
            if (!world.canHalfClose() && !out.hasEnded) {
                out.end();
                wire.ends(); // some engines have done so already
            }
            if (!isIdle && !isCalledOff && !isEither) {
                assertTrue(in.hasEnded, "an end that the other side has not said");
                assertEquals(in.sent, in.received, "bytes lost before an end in good order");
            }
            if (!world.isStormy) {
                assertTrue(in.received == in.bytes.length() || world.isBrusque(), "not all");
                assertTrue(out.hasEnded || !wire.isClosed(), "closed before our end");
            }
            if (wire.isClosed()) {
                over();
            }
        }

        private void send() {
            if (out.hasEnded || !world.isHurried() && world.chance(0.5)) {
                return;
            }
            if (outbox.isEmpty()) {
                outbox.append(
                        out.next(world.random.nextInt(world.chance(0.5) ? 30 : world.isPrompt() ? 8_000 : 2_000)));
            }
            if (!outbox.isEmpty()) {
                final int bytes = world.somePiece(outbox.length());
                wire.sends(outbox.substring(0, bytes));
                outbox.delete(0, bytes);
                headBytes -= bytes;
                tunnel.lastNs = world.harness.clock().nowNs();
            }
            if (outbox.isEmpty() && mayEnd()) {
                out.end();
                wire.ends();
            }
        }

        /** Whose end would cut off what is still to come waits for it. */
        private boolean mayEnd() {
            final boolean isPolite = world.canHalfClose() || world.isBrusque() || in.received == in.bytes.length();
            final boolean isImpatient = world.isStormy && world.chance(0.01);
            return isImpatient || out.isAllSent() && isPolite && (world.isEnding() || world.chance(0.2));
        }

        void over() {
            isOver = true;
            world.onTunnelOver(in.received == in.bytes.length() && in.hasEnded);
        }
    }
}
