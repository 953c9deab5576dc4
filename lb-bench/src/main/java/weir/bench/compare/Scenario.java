package weir.bench.compare;

import java.util.List;
import java.util.Locale;

/**
 * What is asked of every proxy. A new one is one constant here, and a location in {@code peers/origin.conf} where it
 * needs another body.
 */
enum Scenario {
    KEEP_ALIVE_SMALL(
            "131-byte body, connections kept alive on both sides", Setting.HTTP, Traffic.get("/small"), Extra.LATENCY),
    BROWSER_HEAD(
            "as keep-alive-small, with the request head of a browser (600 bytes)",
            Setting.HTTP,
            Traffic.get("/small").with(Heads.BROWSER)),
    BODY_16K("16 KiB body, connections kept alive on both sides", Setting.HTTP, Traffic.get("/16k"), Extra.LATENCY),
    BODY_64K("64 KiB body, connections kept alive on both sides", Setting.HTTP, Traffic.get("/64k")),
    BODY_1M("1 MiB body, connections kept alive on both sides", Setting.HTTP, Traffic.get("/1m")),
    POLICY(
            "as keep-alive-small, with 1,000 routes, two rules each way, request id, a rate limit and the combined log",
            Setting.POLICY,
            Traffic.get("/service-500/small").with("User-Agent: weir-bench", "X-Debug: 1"),
            Extra.LATENCY),
    CONNECTIONS_1000(
            "as keep-alive-small, on 1,000 connections",
            Setting.HTTP,
            Traffic.get("/small").on(1_000),
            Extra.TAIL),
    CONNECTION_STORM(
            "1,000 connections at once, again and again, beside 64 busy ones",
            Setting.HTTP,
            Traffic.get("/small").inStormsOf(1_000),
            Extra.STORM),
    IDLE_10000(
            "as keep-alive-small, beside 10,000 idle connections",
            Setting.HTTP,
            Traffic.get("/small").besideIdle(10_000),
            Extra.LATENCY),
    CLIENT_CLOSE(
            "131-byte body, a new client connection for each request",
            Setting.HTTP,
            Traffic.get("/small").with("Connection: close")),
    BOTH_CLOSE(
            "131-byte body, a new connection on both sides for each request",
            Setting.HTTP,
            Traffic.get("/close").with("Connection: close")),
    POST_4K(
            "POST of 4 KiB, connections kept alive on both sides",
            Setting.HTTP,
            Traffic.get("/post").posting(4_096),
            Extra.LATENCY),
    SLOW_BACKEND(
            "three backends that serve ten at a time, one of them ten times slower; Poisson, by the least in flight",
            Setting.SLOW,
            Traffic.get("/small").on(2_000).at(360),
            Extra.STEADY),
    BACKEND_KILLED(
            "one of two backends is killed after a third of the time, and is back after two thirds",
            Setting.KILLED,
            Traffic.get("/small").on(2_000).at(2_000),
            Extra.KILL),
    TCP_MESSAGES(
            "small messages to and fro through a relay that knows no HTTP",
            Setting.TCP,
            Traffic.get("/small"),
            Extra.LATENCY),
    TCP_STREAM(
            "a stream of 16 MiB bodies through a relay that knows no HTTP, one connection",
            Setting.TCP,
            Traffic.get("/16m").on(1),
            Extra.STREAM),
    /** Without latencies: one core of our own client cannot bear half of what is served here. */
    TLS_SMALL("as keep-alive-small, with TLS to the client", Setting.TLS, Traffic.get("/small")),
    TLS_HANDSHAKE(
            "a full handshake (ECDSA P-256) for each request",
            Setting.TLS,
            Traffic.get("/small").with("Connection: close"));

    /** What is done besides or instead of full load by wrk. */
    private enum Extra {
        NOTHING,
        /** Latency at half and at most of the capacity, too. */
        LATENCY,
        /** The same, and wrk's own latencies at full load: who waits longest when all come at once. */
        TAIL,
        /** Storms of connections. */
        STORM,
        /** Full load by our own client, which reads in larger pieces than wrk does. */
        STREAM,
        /** An open loop only. */
        STEADY,
        /** The same, and one of the backends is killed. */
        KILL
    }

    private final String description;
    private final Setting setting;
    private final Traffic traffic;
    private final Extra extra;

    Scenario(String description, Setting setting, Traffic traffic) {
        this(description, setting, traffic, Extra.NOTHING);
    }

    Scenario(String description, Setting setting, Traffic traffic, Extra extra) {
        this.description = description;
        this.setting = setting;
        this.traffic = traffic;
        this.extra = extra;
    }

    /** The word on the command line, for instance {@code keep-alive-small}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String description() {
        return description;
    }

    Setting setting() {
        return setting;
    }

    Traffic traffic() {
        return traffic;
    }

    /** Of the rounds that say what a request costs. */
    Phase mainPhase() {
        return switch (extra) {
            case STORM -> Phase.STORM;
            case STEADY -> Phase.STEADY;
            case KILL -> Phase.KILLED;
            default -> Phase.FULL;
        };
    }

    /** Those that come after, when latencies are wanted. */
    List<Phase> latencyPhases() {
        return extra == Extra.LATENCY || extra == Extra.TAIL ? List.of(Phase.HALF, Phase.MOST) : List.of();
    }

    /** Whether latencies at full load are told, too. */
    boolean tellsTail() {
        return extra == Extra.TAIL;
    }

    boolean isByWrk() {
        return mainPhase() == Phase.FULL && extra != Extra.STREAM;
    }

    /** Whether peers can be under load at the same time: by a wrk for each, with nobody else's connections. */
    boolean canBeTogether() {
        return isByWrk() && traffic.idleConnections() == 0;
    }

    Unit unit() {
        return extra == Extra.STREAM ? Unit.GIB : setting == Setting.TCP ? Unit.MESSAGE : Unit.REQUEST;
    }

    /** Apart, because an enum's constants are made before its own static fields. */
    private static final class Heads {
        static final String[] BROWSER = {
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
            "Accept-Language: en-GB,en;q=0.7,de;q=0.3",
            "Referer: http://shop.example.com/catalogue/winter?page=2",
            "Cookie: session=8f14e45fceea167a5a36dedd4bea2543; theme=dark; consent=necessary",
            "DNT: 1",
            "Upgrade-Insecure-Requests: 1",
            "Sec-Fetch-Dest: document",
            "Sec-Fetch-Mode: navigate",
            "Sec-Fetch-Site: same-origin",
            "Sec-Fetch-User: ?1",
            "Priority: u=0, i"
        };
    }
}
