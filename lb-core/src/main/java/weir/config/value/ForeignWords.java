package weir.config.value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Words of nginx, HAProxy, Caddy, Traefik and Envoy, and what does the same in Weir: a table. Its rows go by the place
 * in which the word would be written, as {@code retries} of a pool is not that of a route. Case, dashes, underscores
 * and spaces do not count.
 */
public final class ForeignWords {
    private static final String TOP = "";
    private static final String LISTENER = "listeners.<name>";
    private static final String LISTENER_TIMEOUTS = LISTENER + ".timeouts";
    private static final String LISTENER_LIMITS = LISTENER + ".limits";
    private static final String LISTENER_TLS = LISTENER + ".tls";
    private static final String ROUTE = LISTENER + ".routes[]";
    private static final String POOL = "pools.<name>";
    private static final String BACKEND = POOL + ".backends[]";
    private static final String BALANCE = POOL + ".balance";
    private static final String HEALTH = POOL + ".health";
    private static final String PASSIVE = HEALTH + ".passive";
    private static final String POOL_TIMEOUTS = POOL + ".timeouts";
    private static final String POOL_TLS = POOL + ".tls";
    private static final String RETRY = POOL + ".retry";
    private static final String QUEUE = POOL + ".queue";
    private static final String STICKY = POOL + ".sticky";

    /**
     * Words in one place for one thing.
     *
     * @param where the section in which the word is a key; or, before {@code =}, the key of which it is the value
     * @param meant path of the key here, with a value behind a colon where it takes that one; or the value
     */
    public record Row(String where, String meant, List<String> words) {}

    private static final List<Row> TABLE = List.of(
            row(
                    TOP,
                    LISTENER,
                    "frontend",
                    "frontends",
                    "listen",
                    "server",
                    "entryPoint",
                    "entryPoints",
                    "http",
                    "vhosts"),
            row(TOP, LISTENER + ".mode: tcp", "stream", "tcp"),
            row(
                    TOP,
                    POOL,
                    "backend",
                    "backends",
                    "upstream",
                    "upstreams",
                    "service",
                    "services",
                    "cluster",
                    "clusters"),
            row(TOP, POOL, "loadBalancer", "load_balancer", "farm", "farms"),
            row(TOP, BACKEND, "servers", "targets", "endpoints"),
            row(TOP, ROUTE, "location", "locations", "router", "routers", "route", "rules", "acl", "use_backend"),
            row(TOP, LISTENER + ".pool", "proxy_pass", "reverse_proxy", "default_backend"),
            row(TOP, "loops", "worker_processes", "nbthread", "workers", "threads", "concurrency"),
            row(TOP, LISTENER_LIMITS + ".connections", "maxconn", "worker_connections", "max_connections"),
            row(TOP, "log.access", "access_log", "logging", "logs"),
            row(TOP, "admin", "api", "stats", "metrics", "dashboard", "stub_status"),
            row(TOP, "shutdown", "hard-stop-after", "grace_period", "worker_shutdown_timeout", "graceTimeOut"),
            row(TOP, "resolve", "resolver", "resolvers"),
            row(TOP, "state-file", "server-state-file", "load-server-state-from-file"),
            row(TOP, LISTENER_TLS, "certificatesResolvers", "ssl"),
            row(TOP, BALANCE, "balancer", "load_balancing"),
            row(TOP, POOL_TIMEOUTS, "timeout"),
            row(TOP, HEALTH, "healthcheck", "health_check"),
            row(TOP, RETRY + ".attempts", "retries"),
            row(LISTENER, LISTENER + ".bind", "listen", "address", "addr", "port", "ip", "socket"),
            row(LISTENER, LISTENER + ".pool", "proxy_pass", "reverse_proxy", "default_backend", "backend", "upstream"),
            row(LISTENER, LISTENER + ".pool", "service", "cluster", "backends", "upstreams", "forward"),
            row(LISTENER, LISTENER + ".routes", "location", "locations", "router", "routers", "rule", "rules"),
            row(LISTENER, LISTENER + ".routes", "acl", "use_backend", "handle", "match", "virtual_hosts"),
            row(LISTENER, ROUTE + ".host", "server_name", "hostname", "domain", "domains", "hosts"),
            row(LISTENER, LISTENER + ".mode", "protocol"),
            row(LISTENER, LISTENER + ".mode: https-redirect", "redirect", "redirections", "redirectScheme"),
            row(LISTENER, LISTENER_TLS, "ssl", "https"),
            row(LISTENER, LISTENER_TLS + ".certificate", "crt", "cert", "certFile", "ssl_certificate"),
            row(LISTENER, LISTENER_TLS + ".key", "keyFile", "ssl_certificate_key"),
            row(LISTENER, LISTENER_TLS + ".min-version", "ssl_protocols", "ssl-min-ver"),
            row(LISTENER, LISTENER_TLS + ".client-ca", "ca-file", "ssl_client_certificate", "clientAuth"),
            row(LISTENER, LISTENER_TLS + ".client-certificate", "verify", "ssl_verify_client"),
            row(LISTENER, LISTENER_LIMITS + ".connections", "maxconn", "limit_conn", "max_connections"),
            row(LISTENER, LISTENER_LIMITS + ".body", "client_max_body_size", "maxRequestBodyBytes", "max_size"),
            row(
                    LISTENER,
                    LISTENER_LIMITS + ".head",
                    "large_client_header_buffers",
                    "max_header_size",
                    "maxHeaderBytes"),
            row(LISTENER, LISTENER_LIMITS + ".requests", "keepalive_requests", "keepAliveMaxRequests"),
            row(LISTENER, LISTENER_TIMEOUTS, "respondingTimeouts"),
            row(LISTENER, LISTENER_TIMEOUTS + ".head", "client_header_timeout", "timeout http-request", "read_header"),
            row(
                    LISTENER,
                    LISTENER_TIMEOUTS + ".body",
                    "client_body_timeout",
                    "timeout client",
                    "send_timeout",
                    "readTimeout"),
            row(LISTENER, LISTENER_TIMEOUTS + ".idle", "keepalive_timeout", "timeout http-keep-alive", "idle_timeout"),
            row(LISTENER, LISTENER_TIMEOUTS + ".tunnel", "timeout tunnel"),
            row(
                    LISTENER,
                    LISTENER + ".trusted",
                    "set_real_ip_from",
                    "trusted_proxies",
                    "trustedIPs",
                    "forwardedHeaders"),
            row(LISTENER, LISTENER + ".forwarded", "forwardfor", "option forwardfor", "real_ip_header", "xff"),
            row(LISTENER, LISTENER + ".proxy-protocol", "accept-proxy"),
            row(LISTENER, "log.access", "access_log", "log", "accessLog"),
            row(LISTENER_TIMEOUTS, LISTENER_TIMEOUTS + ".head", "http-request", "read_header", "header"),
            row(LISTENER_TIMEOUTS, LISTENER_TIMEOUTS + ".body", "client", "read", "write", "send", "read_body"),
            row(LISTENER_TIMEOUTS, LISTENER_TIMEOUTS + ".idle", "http-keep-alive", "keepalive"),
            row(LISTENER_TIMEOUTS, POOL_TIMEOUTS + ".connect", "connect"),
            row(LISTENER_TIMEOUTS, POOL_TIMEOUTS + ".response", "server", "response"),
            row(LISTENER_LIMITS, LISTENER_LIMITS + ".connections", "maxconn"),
            row(LISTENER_LIMITS, LISTENER_LIMITS + ".body", "client_max_body_size", "max_body"),
            row(LISTENER_TLS, LISTENER_TLS + ".certificate", "crt", "cert", "certFile", "ssl_certificate", "pem"),
            row(LISTENER_TLS, LISTENER_TLS + ".key", "keyFile", "ssl_certificate_key", "private_key"),
            row(LISTENER_TLS, LISTENER_TLS + ".certificates", "certs"),
            row(LISTENER_TLS, LISTENER_TLS + ".min-version", "protocols", "ssl_protocols", "ssl-min-ver"),
            row(LISTENER_TLS, LISTENER_TLS + ".client-ca", "ca", "ca-file", "ssl_client_certificate"),
            row(
                    LISTENER_TLS,
                    LISTENER_TLS + ".client-certificate",
                    "verify",
                    "clientAuth",
                    "client_auth",
                    "ssl_verify_client"),
            row(ROUTE, ROUTE + ".host", "server_name", "hostname", "domain", "hosts"),
            row(
                    ROUTE,
                    ROUTE + ".path",
                    "location",
                    "uri",
                    "url",
                    "prefix",
                    "pathPrefix",
                    "path_beg",
                    "match",
                    "rule",
                    "paths"),
            row(ROUTE, ROUTE + ".path-regex", "path_reg", "path_regexp", "PathRegexp", "regex", "safe_regex"),
            row(ROUTE, ROUTE + ".methods", "method", "limit_except"),
            row(ROUTE, ROUTE + ".headers", "header", "hdr", "header_regexp"),
            row(ROUTE, ROUTE + ".query", "url_param", "queries", "query_params", "queryParams"),
            row(ROUTE, ROUTE + ".cookies", "cookie", "cook"),
            row(ROUTE, ROUTE + ".clients", "src", "remote_ip", "client_ip", "ClientIP", "source"),
            row(ROUTE, ROUTE + ".not", "unless", "except"),
            row(ROUTE, ROUTE + ".pool", "proxy_pass", "reverse_proxy", "backend", "use_backend", "upstream"),
            row(ROUTE, ROUTE + ".pool", "service", "target", "to", "cluster"),
            row(ROUTE, ROUTE + ".sni", "HostSNI", "server_names", "req_ssl_sni"),
            row(POOL, POOL + ".backends", "server", "servers", "backend", "upstream", "upstreams", "targets", "target"),
            row(
                    POOL,
                    POOL + ".backends",
                    "hosts",
                    "nodes",
                    "endpoints",
                    "members",
                    "to",
                    "url",
                    "urls",
                    "address",
                    "addr"),
            row(POOL, BALANCE, "lb", "lb_policy", "policy", "strategy", "load_balancing", "loadBalancer", "method"),
            row(POOL, LISTENER + ".mode", "mode"),
            row(POOL, BALANCE + ": round-robin", "roundrobin", "round_robin"),
            row(POOL, BALANCE + ": least-connections", "leastconn", "least_conn"),
            row(POOL, BALANCE + ": ip-hash", "ip_hash"),
            row(POOL, BALANCE + ": random", "random"),
            row(POOL, BALANCE + ".key", "hash"),
            row(POOL, POOL + ".host", "passHostHeader", "proxy_set_header", "header_up", "host_header"),
            row(
                    POOL,
                    HEALTH,
                    "healthcheck",
                    "health_checks",
                    "active_health",
                    "option httpchk",
                    "httpchk",
                    "http-check"),
            row(POOL, HEALTH + ": tcp", "option tcp-check", "tcp-check"),
            row(POOL, HEALTH + ".path", "health_uri", "health_path"),
            row(POOL, HEALTH + ".interval", "health_interval", "inter"),
            row(POOL, HEALTH + ".timeout", "health_timeout", "timeout check"),
            row(POOL, HEALTH + ".port", "health_port"),
            row(POOL, HEALTH + ".expect", "health_status", "http-check expect"),
            row(POOL, HEALTH + ".expect-body", "health_body"),
            row(POOL, PASSIVE, "observe", "passive_health", "outlier_detection"),
            row(POOL, PASSIVE + ".consecutive", "max_fails"),
            row(POOL, PASSIVE + ".ejection", "fail_timeout"),
            row(POOL, PASSIVE + ".window", "fail_duration"),
            row(
                    POOL,
                    POOL_TIMEOUTS + ".connect",
                    "timeout connect",
                    "proxy_connect_timeout",
                    "connect_timeout",
                    "dial_timeout"),
            row(POOL, POOL_TIMEOUTS + ".response", "timeout server", "proxy_read_timeout", "response_header_timeout"),
            row(POOL, POOL_TIMEOUTS + ".body", "read_timeout", "proxy_send_timeout", "write_timeout"),
            row(POOL, POOL_TIMEOUTS + ".idle", "keepalive_timeout", "idleConnTimeout"),
            row(POOL, POOL + ".keep-alive.connections", "pool-max-conn", "maxIdleConnsPerHost", "keepalive_idle_conns"),
            row(POOL, RETRY + ".attempts", "retries", "tries", "proxy_next_upstream_tries", "lb_retries"),
            row(
                    POOL,
                    RETRY + ".on",
                    "retry-on",
                    "proxy_next_upstream",
                    "redispatch",
                    "option redispatch",
                    "retry_match"),
            row(POOL, RETRY + ".backoff", "lb_try_interval", "initialInterval"),
            row(POOL, QUEUE + ".timeout", "timeout queue", "lb_try_duration"),
            row(POOL, QUEUE + ".length", "maxqueue"),
            row(POOL, STICKY, "stick-table", "stick", "session", "affinity", "stickiness", "sticky_session"),
            row(POOL, STICKY + ".source", "stick on"),
            row(POOL, POOL + ".fallback", "sorry_server"),
            row(POOL, POOL + ".fallback.body-file", "errorfile", "error_page"),
            row(POOL, POOL + ".breaker", "circuitBreaker", "circuit_breakers"),
            row(POOL, BACKEND + ".max-connections", "maxconn", "fullconn", "max_conns", "max_requests"),
            row(POOL, POOL_TLS, "ssl", "https", "proxy_ssl", "serversTransport", "transport"),
            row(POOL, POOL_TLS + ".verify", "proxy_ssl_verify", "tls_insecure_skip_verify", "insecureSkipVerify"),
            row(POOL, POOL_TLS + ".ca", "proxy_ssl_trusted_certificate", "rootCAs"),
            row(POOL, POOL_TLS + ".server-name", "proxy_ssl_name", "sni"),
            row(POOL, POOL + ".send-proxy", "proxy_protocol"),
            row(POOL, POOL + ".send-proxy: v2", "send-proxy-v2"),
            row(BALANCE, BALANCE + ".algorithm", "policy", "name", "method", "type", "lb_policy", "strategy"),
            row(BALANCE, BALANCE + ".key", "hash", "header", "cookie", "url_param", "on"),
            row(BALANCE, BALANCE + ".bounded-load", "hash-balance-factor"),
            row(
                    BACKEND,
                    BACKEND + ".address",
                    "addr",
                    "url",
                    "server",
                    "host",
                    "target",
                    "dial",
                    "ip",
                    "port",
                    "upstream"),
            row(BACKEND, BACKEND + ".id", "name", "label"),
            row(BACKEND, BACKEND + ".max-connections", "maxconn", "max_conns", "max_requests"),
            row(BACKEND, BACKEND + ".check", "health_port", "check-port"),
            row(BACKEND, HEALTH + ".interval", "inter"),
            row(BACKEND, HEALTH + ".rise", "rise"),
            row(BACKEND, HEALTH + ".fall", "fall"),
            row(BACKEND, PASSIVE + ".consecutive", "max_fails"),
            row(BACKEND, PASSIVE + ".ejection", "fail_timeout"),
            row(BACKEND, POOL_TLS, "ssl"),
            row(BACKEND, POOL_TLS + ".verify", "verify"),
            row(BACKEND, POOL_TLS + ".server-name", "sni"),
            row(BACKEND, STICKY + ".cookie", "cookie"),
            row(POOL_TIMEOUTS, POOL_TIMEOUTS + ".connect", "dial", "connection"),
            row(POOL_TIMEOUTS, POOL_TIMEOUTS + ".response", "server", "response_header", "read", "request"),
            row(POOL_TIMEOUTS, POOL_TIMEOUTS + ".idle", "keepalive"),
            row(POOL_TIMEOUTS, QUEUE + ".timeout", "queue"),
            row(POOL_TIMEOUTS, HEALTH + ".timeout", "check"),
            row(POOL_TIMEOUTS, LISTENER_TIMEOUTS + ".body", "client"),
            row(HEALTH, HEALTH + ".path", "uri", "url", "endpoint", "health_uri"),
            row(HEALTH, HEALTH + ".expect", "status", "statuses", "expect_status", "code"),
            row(HEALTH, HEALTH + ".expect-body", "body", "rstring"),
            row(HEALTH, HEALTH + ".interval", "inter", "period"),
            row(HEALTH, HEALTH + ".fast-interval", "fastinter"),
            row(HEALTH, HEALTH + ".down-interval", "downinter"),
            row(HEALTH, HEALTH + ".fall", "fails", "unhealthy_threshold"),
            row(HEALTH, HEALTH + ".rise", "passes", "healthy_threshold"),
            row(HEALTH, HEALTH + ".tls", "scheme", "ssl", "https"),
            row(HEALTH, PASSIVE + ".consecutive", "max_fails"),
            row(HEALTH, PASSIVE + ".ejection", "fail_timeout"),
            row(POOL_TLS, POOL_TLS + ".ca", "ca-file", "rootCAs", "trusted_certificate", "trusted_ca_certs"),
            row(POOL_TLS, POOL_TLS + ".server-name", "sni", "name"),
            row(POOL_TLS, POOL_TLS + ".verify", "insecureSkipVerify", "insecure_skip_verify"),
            row(POOL_TLS, POOL_TLS + ".certificate", "crt", "cert"),
            row(RETRY, RETRY + ".attempts", "tries", "retries", "count", "max"),
            row(RETRY, RETRY + ".on", "conditions", "retry-on"),
            row(RETRY, RETRY + ".backoff", "delay", "interval", "initialInterval"),
            row(QUEUE, QUEUE + ".length", "maxqueue", "size", "max"),
            row(STICKY, STICKY + ".cookie", "name"),
            row(STICKY, STICKY + ".max-age", "expires", "ttl"),
            row("admin", "admin.bind", "address", "addr", "listen", "port"),
            row("admin", "admin.token", "password", "auth"),
            row("log", "log.access", "path", "file", "filePath", "access_log"),
            row(BALANCE + "=", "round-robin", "rr", "static-rr", "round robin"),
            row(BALANCE + "=", "weighted-round-robin", "wrr", "swrr"),
            row(BALANCE + "=", "least-connections", "leastconn", "least_conn", "least_request", "lc"),
            row(BALANCE + "=", "two-choices", "random_choose", "random two", "p2c", "power_of_two_choices"),
            row(BALANCE + "=", "ip-hash", "source", "client_ip_hash", "iphash"),
            row(BALANCE + "=", "least-response-time", "least_time", "fastest"),
            row(BALANCE + "=", "peak-ewma", "ewma"),
            row(BALANCE + "=", "{algorithm: ring-hash, key: uri}", "uri", "uri_hash"),
            row(BALANCE + "=", "{algorithm: ring-hash, key: header:NAME}", "hdr", "header"),
            row(BALANCE + "=", "{algorithm: ring-hash, key: cookie:NAME}", "cookie", "rdp-cookie"),
            row(BALANCE + "=", "{algorithm: ring-hash, key: query:NAME}", "url_param", "query"),
            row(BALANCE + "=", "ring-hash", "hash", "consistent", "ketama"),
            row(LISTENER + ".mode=", "http, with tls beside it", "https", "ssl", "http2"),
            row(HEALTH + "=", "http", "httpchk", "http-check", "check"),
            row(HEALTH + "=", "tcp", "tcp-check"));

    private static final Pattern WORD = Pattern.compile("[a-z-]+");
    private static final Map<String, String> MEANT = meant();

    private ForeignWords() {}

    private static Row row(String where, String meant, String... words) {
        return new Row(where, meant, List.of(words));
    }

    private static Map<String, String> meant() {
        final Map<String, String> meant = new HashMap<>();
        for (Row row : TABLE) {
            for (String word : row.words()) {
                final String twin = meant.put(key(row.where(), word), row.meant());
                assert twin == null || twin.equals(row.meant()) : word + " has two meanings";
            }
        }
        return meant;
    }

    /** All rows, for the test. */
    public static List<Row> table() {
        return new ArrayList<>(TABLE);
    }

    private static String key(String where, String word) {
        return where + ' ' + word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /**
     * Path of the key, with a value behind a colon where it takes that one; null when the word is not in the table.
     *
     * @param path of the section
     */
    public static String meant(String path, String key) {
        return MEANT.get(key(KeyPath.pattern(path), key));
    }

    /** {@code ; did you mean pools.app.retry.attempts?} or nothing. @param path of the section */
    public static String hint(String path, String key) {
        final String meant = meant(path, key);
        return meant == null ? "" : "; did you mean " + KeyPath.concrete(meant, path) + '?';
    }

    /** The same for a value. @param path of its key */
    static String valueHint(String path, String value) {
        final String key = KeyPath.pattern(path).replaceFirst("\\.(algorithm|type)$", "");
        final String meant = MEANT.get(key(key + '=', value));
        if (meant == null) {
            return "";
        }
        return "; did you mean " + (WORD.matcher(meant).matches() ? Quoted.text(meant) : meant) + '?';
    }
}
