package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.model.BreakerPolicy;
import weir.model.FixedResponse;
import weir.model.Forwarding;
import weir.model.HealthCheck;
import weir.model.Listener;
import weir.model.OnDown;
import weir.model.Pool;

/** One value at a time, in an otherwise good file. */
class ValuesTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({"1ms, 1", "250ms, 250", "5s, 5000", "2m, 120000", "1h, 3600000", "'\"5s\"', 5000", "'!!str 5s', 5000"})
    void readsDurations(String text, int ms) {
        assertEquals(
                ms, listener("listeners.web.timeouts.head", text).timeouts().headMs());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"512B, 512", "300, 300", "16KiB, 16384", "1MiB, 1048576"})
    void readsSizes(String text, int bytes) {
        assertEquals(bytes, listener("listeners.web.limits.head", text).limits().headBytesMax());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"none, 9223372036854775807", "0, 0", "2GiB, 2147483648"})
    void readsSizesBeyondInt(String text, long bytes) {
        assertEquals(bytes, listener("listeners.web.limits.body", text).limits().bodyBytesMax());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "8080, 127.0.0.1, 8080",
        "127.0.0.1:8080, 127.0.0.1, 8080",
        "0, 127.0.0.1, 0",
        "':8080', 0.0.0.0, 8080",
        "'*:8080', 0.0.0.0, 8080",
        "0.0.0.0:8080, 0.0.0.0, 8080",
        "localhost:8080, 127.0.0.1, 8080",
        "app.internal:8080, 10.0.0.1, 8080",
        "[::1]:8080, ::1, 8080",
        "[::]:8080, ::, 8080"
    })
    void readsBindAddresses(String text, String host, int port) {
        assertEquals(
                new InetSocketAddress(host, port),
                listener("listeners.web.bind", quoted(text)).bind());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "127.0.0.1:1, 127.0.0.1, 1",
        "app.internal:65535, 10.0.0.1, 65535",
        "[2001:db8::1]:80, 2001:db8::1, 80",
    })
    void readsBackendAddresses(String text, String host, int port) {
        final Pool pool = pool("pools.app.backends", "[" + quoted(text) + "]");
        assertEquals(new InetSocketAddress(host, port), pool.backends().get(0).address());
        assertEquals(text, pool.backends().get(0).id());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"200, 200, 200", "200-299, 200, 299", "100-599, 100, 599"})
    void readsExpectedStatuses(String text, int min, int max) {
        final HealthCheck health =
                pool("pools.app.health", "{type: http, expect: " + text + "}").health();
        assertEquals(
                List.of(min, max),
                List.of(
                        health.http().expect().spans().get(0).min(),
                        health.http().expect().spans().get(0).max()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"none, NONE", "passive, PASSIVE", "tcp, TCP", "http, HTTP"})
    void readsTheShortFormOfHealth(String text, HealthCheck.Type type) {
        assertEquals(type, pool("pools.app.health", text).health().type());
        assertEquals(
                type, pool("pools.app.health", "{type: " + text + "}").health().type());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"client,", "app.internal, app.internal", "a.b:80, a.b:80", "'[::1]:80', [::1]:80"})
    void readsTheHostThatBackendsSee(String text, String host) {
        assertEquals(host, pool("pools.app.host", quoted(text)).host());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"auto, 0", "64KiB, 65536", "1GiB, 1073741824"})
    void readsTheBufferBudget(String text, long bytes) {
        assertEquals(bytes, Reads.configuration(Sample.with("buffers", text)).bufferBytesMax());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "loops | 0 | found \"0\", accepted: auto or a number from 1 to 256",
                "loops | 257 | found \"257\", accepted: auto or a number from 1 to 256",
                "loops | -1 | found \"-1\"",
                "loops | 1.5 | found \"1.5\"",
                "loops | 0x10 | found \"0x10\"",
                "loops | [1] | found a list",
                "loops | {a: 1} | found a map",
                "loops | ~ | found nothing",
                "loops | !mine 1 | found the tag !mine",
                "buffers | 63KiB | found \"63KiB\", accepted: auto or a size from 64KiB to 1024GiB, such as 512B, 16KiB, 1MiB",
                "buffers | 99999999999999GiB | found \"99999999999999GiB\"",
                "buffers | 1MB | found \"1MB\"",
                "shutdown | 2x | found \"2x\", accepted: a duration from 0ms to 1h, such as 250ms, 5s, 2m",
                "shutdown | 5 | found \"5\" without a unit, accepted: a duration",
                "shutdown | 1.5s | found \"1.5s\"",
                "shutdown | 61m | found \"61m\"",
                "shutdown | 9999999999999999999s | found \"9999999999999999999s\"",
                "shutdown | 999999999999999999h | found \"999999999999999999h\"",
                "shutdown | -5s | found \"-5s\"",
                "listeners.web | x | found \"x\", accepted: a map of bind, mode, pool",
                "listeners.web.bind | 65536 | found \"65536\", accepted: host:port, [v6]:port",
                "listeners.web.bind | 127.1:80 | found \"127.1:80\"",
                "listeners.web.bind | 010.0.0.1:80 | found \"010.0.0.1:80\"",
                "listeners.web.bind | '[::ffff:010.0.0.1]:80' | found the host \"[::ffff:010.0.0.1]\"",
                "listeners.web.bind | 127.0.0.256:80 | found \"127.0.0.256:80\"",
                "listeners.web.bind | '::1:80' | found \"::1:80\"",
                "listeners.web.bind | '[1:2:3]:80' | found the host \"[1:2:3]\", which does not resolve",
                "listeners.web.bind | 'unix:' | found \"unix:\", accepted: unix: and the path of a socket, 1 to 107 bytes",
                "listeners.web.bind | 'http://a:80' | found \"http://a:80\"",
                "listeners.web.bind | '' | found \"\"",
                "listeners.web.bind | nowhere.example:80 | found the host \"nowhere.example\", which does not resolve",
                "listeners.web.mode | redirekt | found \"redirekt\", accepted: one of http, tcp, redirect, ask, https-redirect; did you mean \"redirect\"?",
                "listeners.web.mode | htp | found \"htp\", accepted: one of http, tcp, redirect, ask, https-redirect; did you mean \"http\"?",
                "listeners.web.pool | App2 | found \"App2\", which is no pool, accepted: app; did you mean \"app\"?",
                "listeners.web.routes | {} | found a map, accepted: a list of 0 to 10000, each a map of name, host, path, path-regex, methods, headers, query, cookies, clients, not, sni, pool",
                "listeners.web.routes | [{host: 'a:80', pool: app}] | found \"a:80\", accepted: a host name without port",
                "listeners.web.routes | [{host: 'a.*', pool: app}] | found \"a.*\"",
                "listeners.web.routes | [{host: '*', pool: app}] | found \"*\"",
                "listeners.web.routes | [{host: 'a b', pool: app}] | found \"a b\"",
                "listeners.web.routes | [{path: '/a*b', pool: app}] | found \"/a*b\", accepted: a path that begins with /",
                "listeners.web.routes | [{path: '/a?b', pool: app}] | found \"/a?b\"",
                "listeners.web.routes | [{path: '/a b', pool: app}] | found \"/a b\"",
                "listeners.web.routes | [{path: /a}] | routes[0].pool: found nothing, accepted: the name of a pool, or redirect, respond or split in its place",
                "listeners.web.limits.head | 255 | accepted: a size from 256B to 1MiB, such as",
                "listeners.web.limits.requests | 2147483648 | accepted: a number from 1 to 2147483647",
                "listeners.web.limits.body | -1 | accepted: none or a size of 0B or more",
                "listeners.web.timeouts.tls | 1s | found unknown key \"tls\", accepted: one of head, body",
                "pools.app.backends | [] | found a list of 0, accepted: a list of 1 to 10000, each host:port, unix:/path or a map of",
                "pools.app.backends | x:1 | found \"x:1\", accepted: a list",
                "pools.app.backends | [127.0.0.1] | backends[0]: found \"127.0.0.1\", accepted: host:port",
                "pools.app.backends | [127.0.0.1:0] | backends[0]: found \"127.0.0.1:0\", accepted: host:port",
                "pools.app.backends | ['http://a:1'] | found \"http://a:1\", accepted: host:port",
                "pools.app.backends | [{id: a}] | backends[0].address: found nothing",
                "pools.app.backends | [{id: a b, address: 127.0.0.1:1}] | backends[0].id: found \"a b\"",
                "pools.app.backends | [{address: 127.0.0.1:1, weight: 257}] | weight: found \"257\", accepted: a number from 0 to 256",
                "pools.app.backends | [{address: 127.0.0.1:1, weight: -1}] | weight: found \"-1\", accepted: a number from 0",
                "pools.app.backends | [{address: 127.0.0.1:1, weight: NaN}] | weight: found \"NaN\", accepted: a number from 0",
                "pools.app.backends | [{address: 127.0.0.1:1, max-connections: 0}] | max-connections: found \"0\", accepted: none or a number from 1 to 1000000",
                "pools.app.queue | {length: -1} | queue.length: found \"-1\", accepted: a number from 0 to 1000000",
                "pools.app.queue | {timeout: 1} | queue.timeout: found \"1\" without a unit, accepted: a duration from 1ms to 1h",
                "pools.app.queue | 100 | queue: found \"100\", accepted: a map of length, timeout",
                "pools.app.timeouts | {queue: 1s} | found unknown key \"queue\", accepted: one of connect",
                "pools.app.backends | [{address: 127.0.0.1:1, backup: true}] | found backups only, accepted: at least one backend",
                "pools.app.backends | [{address: 127.0.0.1:1, backup: yes}] | backup: found \"yes\", accepted: one of true, false",
                "pools.app.breaker | on | breaker: found \"on\", accepted: one of enforce, shadow, off",
                "pools.app.breaker | shadwo | accepted: one of enforce, shadow, off",
                "pools.app.breaker.scope | route | breaker.scope: found \"route\", accepted: one of backend, pool",
                "pools.app.breaker.failures | 0% | failures: found \"0%\", accepted: a percentage from 1% to 100%",
                "pools.app.breaker.failures | 50 | failures: found \"50\", accepted: a percentage from 1% to 100%",
                "pools.app.breaker.latency | 2s | latency: found \"2s\", accepted: a map of quantile, above",
                "pools.app.breaker.latency | {quantile: 100%, above: 1s} | quantile: found \"100%\", accepted: a percentage from 1% to 99.99%",
                "pools.app.breaker.requests-min | 0 | requests-min: found \"0\", accepted: a number from 1 to 1000000",
                "pools.app.breaker.window | 5 | window: found \"5\" without a unit, accepted: a duration from 100ms to 10m",
                "pools.app.breaker.open | 0s | open: found \"0s\", accepted: a duration from 10ms to 1h",
                "pools.app.breaker.half-open | 0 | half-open: found \"0\", accepted: a number from 1 to 1000",
                "pools.app.fallback | app | found a circle of fallbacks: app -> app, accepted: a chain of pools that ends",
                "pools.app.fallback.pool | app | fallback: found a circle of fallbacks: app -> app, accepted: a chain",
                "pools.app.fallback | aps | fallback: found \"aps\", which is no pool, accepted: app; did you mean \"app\"?",
                "pools.app.fallback | [] | fallback: found a list, accepted: the name of a pool or a map of pool, status",
                "pools.app.fallback.status | 200 | fallback.status: found \"200\", accepted: a number from 400 to 599",
                "pools.app.fallback.content-type | \"a\\r\\nb\" | content-type: found \"a\\u000d\\u000ab\", accepted: a media type",
                "pools.app.fallback.retry-after | 10ms | retry-after: found \"10ms\", accepted: a duration from 1s to 24h",
                "pools.app.fallback.body-file | no-such-file | found no file at \"no-such-file\", accepted: the path",
                "pools.app.fallback.body-file | . | found a directory at \".\", accepted: the path",
                "pools.app.fallback | {text: a, body-file: pom.xml} | body-file: found both text and body-file, accepted: one of",
                "pools.app.balance | least-conections | accepted: one of round-robin, weighted-round-robin",
                "pools.app.balance | roundrobin | found \"roundrobin\", accepted: one of round-robin, weighted-round-robin, random, two-choices, least-connections, weighted-least-connections, ip-hash, least-response-time, peak-ewma, ring-hash, maglev, rendezvous, first; did you mean \"round-robin\"?",
                "pools.app.balance | {algorithm: maglev, key: x} | balance.key: found \"x\", accepted: source, header:NAME",
                "pools.app.balance | {algorithm: maglev, key: 'header:'} | balance.key: found \"header:\", accepted: source",
                "pools.app.balance | {algorithm: maglev, key: 'uri:x'} | balance.key: found \"uri:x\", accepted: source",
                "pools.app.balance | {algorithm: maglev, key: network} | balance.key: found \"network\", accepted: source",
                "pools.app.balance | {algorithm: maglev, bounded-load: 1} | bounded-load: found \"1\", accepted: a number from 1.01 to 10",
                "pools.app.balance | {algorithm: round-robin, key: uri} | balance.key: found key with round-robin, accepted: it with ring-hash",
                "pools.app.balance | {algorithm: ip-hash, bounded-load: 2} | found bounded-load with ip-hash, accepted: it with ring-hash",
                "pools.app.balance | {algorithm: random, order: exact} | found order with random, accepted: it with round-robin",
                "pools.app.balance.order | strict | accepted: one of loop, exact",
                "pools.app.host | 'a b' | found \"a b\", accepted: client, or a host name",
                "pools.app.host | 'a/b' | found \"a/b\"",
                "pools.app.health | htp | found \"htp\", accepted: one of none, passive, tcp, http; did you mean \"http\"?",
                "pools.app.health | [] | found a list, accepted: one of none, passive, tcp, http or a map of type, method, path",
                "pools.app.health.path | ready | found \"ready\", accepted: a request target that begins with /",
                "pools.app.health.expect | 299-200 | found \"299-200\", accepted: a status or a range",
                "pools.app.health.expect | 99 | found \"99\"",
                "pools.app.health.expect | 600 | found \"600\"",
                "pools.app.health.expect | '200, x' | found \"200, x\", accepted: a status or a range",
                "pools.app.health.expect | [200, 99] | health.expect[1]: found \"99\", accepted: a status or a range",
                "pools.app.health.expect | [] | found a list of 0, accepted: a status or a range",
                "pools.app.health.panic | 50 | found \"50\" without a unit, accepted: a share from 0% to 100%, such as 50%",
                "pools.app.health.panic | 101% | found \"101%\", accepted: a share from 0% to 100%",
                "pools.app.health.initial | ejected | found \"ejected\", accepted: one of up, checking, down",
                "pools.app.health.passive.failures | [4xx] | failures[0]: found \"4xx\", accepted: one of connect, timeout, reset, 5xx",
                "pools.app.health.passive.consecutive | of | found \"of\", accepted: one of off, shadow, enforce",
                "pools.app.health.passive.consecutive | 0 | found \"0\", accepted: a number from 1 to 1000000",
                "pools.app.health.passive.ratio | 50 | found \"50\" without a unit, accepted: a share from 1% to 100%",
                "pools.app.health.passive | {ejection: 10s, ejection-max: 5s} | passive.ejection-max: found 5s, accepted: at least the 10s of ejection",
                "pools.app.health | {type: http, method: HEAD, expect-body: ok} | found expect-body with method: HEAD",
                "pools.app.health | {type: http, expect: 404, drain-on-404: true} | found drain-on-404 with 404 in expect",
                "pools.app.slow-start | 5 | found \"5\" without a unit, accepted: none or a duration from 100ms to 24h",
                "pools.app.slow-start | {min: 0%} | found \"0%\", accepted: a share from 1% to 100%",
                "pools.app.health.rise | 0 | found \"0\", accepted: a number from 1 to 1000",
                "pools.app.keep-alive.idle | 1s | found unknown key \"idle\", accepted: connections",
                "pools.app.retry.attempts | 17 | found \"17\", accepted: a number from 0 to 16",
                "pools.app.retry.on | [conect-failure] | on[0]: found \"conect-failure\", accepted: one of connect-failure",
                "admin.bind | x | found \"x\", accepted: host:port, [v6]:port, :port for 0.0.0.0, or a port for 127.0.0.1",
                "pools.app.retry.on | [600] | on[0]: found \"600\", accepted: one of connect-failure, stale-connection, "
                        + "empty-response, timeout or a number from 500 to 599",
                "pools.app.retry.budget | 20 | found \"20\", accepted: none, a percentage from 0% to 100% or a map of",
                "pools.app.retry.budget.ratio | 101% | found \"101%\", accepted: a percentage from 0% to 100%",
                "pools.app.retry.budget.per-second | -1 | found \"-1\", accepted: a number from 0 to 1000000",
                "pools.app.retry.backoff | 11s | found \"11s\", accepted: a duration from 0ms to 10s",
                "log.level | x | found key \"level\", which this version does not have yet, accepted: one of access, format, "
                        + "queue, syslog",
                "log.access | ' ' | found \" \", accepted: none, - for standard output, the path of a file, or syslog:udp:host:port, "
                        + "syslog:tcp:host:port, or syslog:unix: and the absolute path of a socket",
                "log.access | [a] | found a list, accepted: none, - for standard output, the path of a file, or syslog:udp:host:port, "
                        + "syslog:tcp:host:port, or syslog:unix: and the absolute path of a socket",
                "loops | 010 | found \"010\", which YAML takes for an octal number, accepted: auto or a number from 1 to 256",
                "loops | 0x10 | found \"0x10\", accepted: auto or a number from 1 to 256",
                "loops | 1_0 | found \"1_0\", accepted: auto or a number from 1 to 256",
                "loops | 1e1 | found \"1e1\", accepted: auto or a number from 1 to 256",
                "loops | 1:10 | found \"1:10\", accepted: auto or a number from 1 to 256",
                "shutdown | 010s | found \"010s\", which YAML takes for an octal number",
                "log.format | xml | found \"xml\", accepted: one of text, json, combined, common",
                "keepAlive | x | found unknown key \"keepAlive\"",
                "'<<' | {} | found a merge key <<, which Weir does not read",
            })
    void refuses(String path, String value, String message) {
        final List<String> problems = Reads.problems(Sample.with(path, value));
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).startsWith("weir.yaml:1: "), problems::toString);
        assertTrue(problems.get(0).contains(message), problems::toString);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "bind: 8080, pool: app | X_FORWARDED",
                "bind: 8080, pool: app, forwarded: none, trusted: [10.0.0.1] | X_FORWARDED",
                "bind: 8080, pool: app, forwarded: rfc7239, trusted: [10.0.0.1] | RFC_7239",
                "bind: 8080, pool: app, forwarded: both | X_FORWARDED",
                "bind: 8080, pool: app, forwarded: both, trusted: [10.0.0.1], trusted-fields: rfc7239 | RFC_7239",
                "bind: 8080, pool: app, forwarded: x-forwarded, trusted: [10.0.0.1], trusted-fields: both | BOTH",
            })
    void knowsWhichFieldsOfTrustedProxiesAreTheirOwn(String keys, Forwarding.Heard heard) {
        assertEquals(
                heard, listener("listeners.web", "{" + keys + "}").forwarding().heard());
    }

    @Test
    void asksWhichOfBothFieldsATrustedProxyWrites() {
        final String keys = "{bind: 8080, pool: app, forwarded: both, trusted: [10.0.0.1]}";
        assertEquals(
                List.of(
                        "weir.yaml:1: listeners.web.forwarded: found both with trusted, but without trusted-fields, accepted: "
                                + "trusted-fields beside it, with what the proxies write themselves: x-forwarded, rfc7239, or both"),
                Reads.problems(Sample.with("listeners.web", keys)));
    }

    /** Before there was a choice both were taken, so the chain would get lost silently. */
    @Test
    void warnsWhereXForwardedForOfTrustedProxiesIsNotTakenAnyMore() {
        final String keys = "{bind: 8080, pool: app, forwarded: rfc7239, trusted: [10.0.0.1]%s}";
        assertEquals(
                List.of(
                        "weir.yaml:1: listeners.web.forwarded: warning: trusted proxies are heard in Forwarded only, and their X-Forwarded-For is"
                                + " removed; write trusted-fields: x-forwarded if that is what they write, else trusted-fields: rfc7239"),
                Reads.warnings(Sample.with("listeners.web", keys.formatted(""))));
        assertEquals(
                List.of(), Reads.warnings(Sample.with("listeners.web", keys.formatted(", trusted-fields: rfc7239"))));
    }

    @Test
    void takesWhatABreakerMaySay() {
        assertNull(pool("pools.app.host", "client").breaker());
        assertEquals(
                BreakerPolicy.DEFAULTS.withMode(BreakerPolicy.Mode.SHADOW),
                pool("pools.app.breaker", "shadow").breaker());
        assertEquals(
                new BreakerPolicy(
                        BreakerPolicy.Mode.ENFORCE,
                        BreakerPolicy.Scope.POOL,
                        0.25,
                        new BreakerPolicy.Latency(0.99, 2_000),
                        5,
                        60_000,
                        1_000,
                        2),
                pool(
                                "pools.app.breaker",
                                "{scope: pool, failures: 25%, latency: {quantile: 99%, above: 2s},"
                                        + " requests-min: 5, window: 1m, open: 1s, half-open: 2}")
                        .breaker());
    }

    @Test
    void takesWhatAFallbackMaySay(@TempDir Path folder) throws IOException {
        final Path file = Files.writeString(folder.resolve("sorry.html"), "<p>s\u00f6rry");
        assertEquals(
                new FixedResponse(500, "text/html", "<p>s\u00f6rry", 2),
                pool(
                                "pools.app.fallback",
                                "{status: 500, content-type: text/html, retry-after: 1500ms, body-file: '" + file
                                        + "'}")
                        .fallback()
                        .response());
        assertEquals(
                FixedResponse.of(FixedResponse.STATUS),
                pool("pools.app.fallback", "{}").fallback().response());
        assertNull(pool("pools.app.host", "client").fallback());
    }

    /** It would be accepted, and refused by the system when a backend is down. */
    @Test
    void refusesACommandThatCannotBeRun() {
        assertEquals(
                List.of("weir.yaml:1: pools.app.on-down.command[1]: found \"a\\u0000b\", accepted: a word of 1 to 4096 "
                        + "characters, none of them NUL"),
                Reads.problems(Sample.with("pools.app.on-down.command", "[echo, \"a\\0b\"]")));
        assertThrows(IllegalArgumentException.class, () -> new OnDown(List.of("echo", "a\0b"), 1, 60_000, 10_000));
    }

    /** Wherever a path may stand. */
    @Test
    void refusesAPathWithNul() {
        for (String path : new String[] {
            "log.access",
            "state-file",
            "admin.token-file",
            "pools.app.tls.ca",
            "pools.app.health.ca",
            "pools.app.sticky.secret-file",
            "pools.app.fallback.body-file"
        }) {
            final List<String> problems = Reads.problems(Sample.with(path, "\"/tmp/a\\0b\""));
            assertTrue(
                    problems.stream().anyMatch(problem -> problem.startsWith("weir.yaml:1: " + path + ": found ")),
                    () -> path + ": " + problems);
        }
        assertTrue(Reads.problems(Sample.with("listeners.web.tls", "{certificate: \"a\\0b\", key: k.pem}"))
                .get(0)
                .startsWith("weir.yaml:1: listeners.web.tls.certificate: found "));
    }

    @Test
    void refusesABodyFileThatIsTooLongOrNoText(@TempDir Path folder) throws IOException {
        final Path longer = Files.write(folder.resolve("longer"), new byte[16_385]);
        final Path noText = Files.write(folder.resolve("no-text"), new byte[] {(byte) 0xff});
        assertTrue(Reads.problems(Sample.with("pools.app.fallback.body-file", longer.toString()))
                .get(0)
                .contains("found a file that is too large at \"" + longer
                        + "\", accepted: the path of a readable file of at most 16KiB in UTF-8"));
        assertTrue(Reads.problems(Sample.with("pools.app.fallback.body-file", noText.toString()))
                .get(0)
                .contains("found a file that is not UTF-8 at"));
    }

    @Test
    void refusesEachCircleOfFallbacksOnceAndAcceptsChains() {
        final String file = """
                listeners: {web: {bind: 8080, pool: a}}
                pools:
                  a: {backends: ["127.0.0.1:1"], fallback: b}
                  b: {backends: ["127.0.0.1:1"], fallback: c}
                  c: {backends: ["127.0.0.1:1"], fallback: %s}
                  d: {backends: ["127.0.0.1:1"]}
                """;
        assertEquals(
                List.of(Reads.FILE + ":4: pools.b.fallback: found a circle of fallbacks: b -> c -> b,"
                        + " accepted: a chain of pools that ends"),
                Reads.problems(file.formatted("b")));
        assertEquals(List.of(), Reads.problems(file.formatted("d")));
        assertEquals(List.of(), Reads.warnings(file.formatted("d")), "a fallback is a use");
    }

    @Test
    void takesNoRetryConditionsAtAll() {
        assertEquals(0, pool("pools.app.retry.on", "[]").retry().on().size());
    }

    @Test
    void warnsOfAQueueThatNobodyCanEnter() {
        assertEquals(
                List.of("weir.yaml:1: pools.app.queue: warning: has no effect while no backend has max-connections"),
                Reads.warnings(Sample.with("pools.app.queue", "{length: 5}")));
    }

    @Test
    void readsOnAsAKeyThoughYamlTakesItForABoolean() {
        assertEquals(
                1,
                pool("pools.app.retry", "{on: [connect-failure]}").retry().on().size());
    }

    private static Listener listener(String path, String value) {
        return Reads.configuration(Sample.with(path, value)).listeners().get(0);
    }

    private static Pool pool(String path, String value) {
        return Reads.configuration(Sample.with(path, value)).pools().get(0);
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }
}
