package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import weir.testkit.WireMessage;

/** How one client tells backends who it is, and whom they take it for: never for another one. */
final class SimLogin {
    private enum Way {
        NOT_AT_ALL,
        /** When it is asked for, in two steps (NTLM). */
        WHEN_ASKED,
        /** With its first request (Negotiate). */
        UNASKED
    }

    private final int number;
    private final Way way;
    /** It was recognized, and not asked again since. */
    private boolean isKnown;
    /** What the last response has asked for; null = nothing. */
    private String asked;

    SimLogin(int number, Simulation world) {
        this.number = number;
        way = Way.values()[world.random.nextInt(Way.values().length)];
    }

    /** Of the next request. */
    String line(Simulation world) {
        if (way == Way.UNASKED && (!isKnown || world.chance(0.2))) {
            return "Authorization: Negotiate " + number + "\r\n";
        }
        if (way != Way.WHEN_ASKED || asked == null) {
            return "";
        }
        final String token = asked.startsWith("NTLM ") ? "3-" + number + "-" + asked.substring(5) : "1-" + number;
        return "Authorization: NTLM " + token + "\r\n";
    }

    void check(WireMessage response, Simulation world) {
        final String taken = response.field("X-Identity");
        asked = null;
        if (taken != null) {
            assertEquals(Integer.toString(number), taken, "an answer for somebody else");
            isKnown = true;
            world.onLogin();
        } else if (response.status() == 401 || response.status() == 407) {
            isKnown = false;
            asked = response.field(response.status() == 401 ? "WWW-Authenticate" : "Proxy-Authenticate");
        }
    }
}
