package weir.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import weir.control.BackendActions;
import weir.http.Method;
import weir.model.Admin;
import weir.model.Pool;
import weir.time.Clock;

/**
 * Every endpoint there is, and the way to it: who may ask, what is asked for, whether it may be asked like that.
 *
 * <p>Thread: {@link #refusal} and the quick endpoints on the admin loop, all others on the admin worker.
 */
final class AdminApi {
    /** Makes the response; {@code names} are the segments of the path that stand for a name. */
    private interface Endpoint {
        Response answer(Request request, List<String> names);
    }

    /**
     * One row of the table of endpoints.
     *
     * @param path segments; {@code {...}} stands for a name
     * @param isOpen needs no token, and is answered on the admin loop itself, whatever else goes on
     */
    private record Route(Method method, List<String> path, boolean isOpen, String meaning, Endpoint endpoint) {
        /** Null when the path is another. */
        List<String> match(List<String> segments) {
            if (segments == null || segments.size() != path.size()) {
                return null;
            }
            final List<String> names = new ArrayList<>();
            for (int i = 0; i < path.size(); i++) {
                if (path.get(i).startsWith("{")) {
                    names.add(segments.get(i));
                } else if (!path.get(i).equals(segments.get(i))) {
                    return null;
                }
            }
            return names;
        }

        boolean accepts(Method asked) {
            return asked == method || asked == Method.HEAD && method == Method.GET;
        }

        String text() {
            return "/" + String.join("/", path);
        }
    }

    private final RuntimeView runtime;
    private final RequestGuard guard;
    private final Liveness liveness;
    private final Readiness readiness;
    private final LatencyWindows windows;
    private final PoolsJson pools;
    private final BackendChanges changes;
    private final List<Route> routes = new ArrayList<>();

    AdminApi(Admin admin, RuntimeView runtime, BackendActions actions, Clock clock) {
        this.runtime = runtime;
        guard = new RequestGuard(admin);
        liveness = new Liveness(runtime);
        readiness = new Readiness(runtime);
        final Tallies tallies = new Tallies(runtime);
        windows = new LatencyWindows(tallies, clock);
        pools = new PoolsJson(runtime, tallies, windows, readiness);
        changes = new BackendChanges(actions);
        final Explanations explanations = new Explanations(runtime);
        final LoopsJson loops = new LoopsJson(runtime, liveness);
        final MetricsPage metrics = new MetricsPage(runtime, tallies, readiness, liveness);

        open("live", "200 while every loop turns, else 503", (request, names) -> live());
        open("ready", "200 while requests should be sent here, else 503", (request, names) -> ready());
        get("metrics", "metrics for Prometheus", (request, names) -> metrics.answer(request.field("accept")));
        get("api", "this list", (request, names) -> Response.json(200, index()));
        get("api/version", "the version of Weir and of Java", (request, names) -> Response.json(200, version()));
        get("api/pools", "all pools with their backends", (request, names) -> Response.json(200, pools.all()));
        get("api/pools/{pool}", "one pool with its backends", (request, names) -> pool(names.get(0)));
        get("api/pools/{pool}/backends/{backend}", "one backend", (request, names) -> backend(names));
        get("api/explain", "where a request would go, and why", (request, names) -> explanations.answer(request));
        get("api/loops", "the event loops", (request, names) -> Response.json(200, loops.loops()));
        get("api/listeners", "the listeners", (request, names) -> Response.json(200, loops.listeners()));
        final MaintenancePage maintenance = new MaintenancePage(runtime, actions);
        get("api/maintenance", "which listeners are in maintenance", (request, names) -> maintenance.show());
        add(
                Method.POST,
                "api/maintenance",
                "put a listener, or all, into maintenance",
                (request, names) -> maintenance.begin(request.body()));
        add(
                Method.DELETE,
                "api/maintenance",
                "end the maintenance of a listener, or of all",
                (request, names) -> maintenance.end(request.query()));
        add(
                Method.PUT,
                "api/pools/{pool}/backends/{backend}",
                "change a backend's state or weight",
                (request, names) ->
                        changes.change(names.get(0), names.get(1), request.body(), backend -> backend(names)));
        add(
                Method.POST,
                "api/pools/{pool}/backends",
                "add a backend",
                (request, names) -> changes.add(names.get(0), request.body()));
        add(
                Method.DELETE,
                "api/pools/{pool}/backends/{backend}",
                "remove a backend",
                (request, names) -> changes.remove(names.get(0), names.get(1), request.query()));
    }

    private void open(String path, String meaning, Endpoint endpoint) {
        routes.add(new Route(Method.GET, List.of(path), true, meaning, endpoint));
    }

    private void get(String path, String meaning, Endpoint endpoint) {
        add(Method.GET, path, meaning, endpoint);
    }

    private void add(Method method, String path, String meaning, Endpoint endpoint) {
        routes.add(new Route(method, List.of(path.split("/")), false, meaning, endpoint));
    }

    Liveness liveness() {
        return liveness;
    }

    LatencyWindows windows() {
        return windows;
    }

    /** Null when the request may be answered. */
    Response refusal(Request request) {
        return guard.refusal(request, isOpen(request));
    }

    /** Takes no time worth mentioning. */
    boolean isQuick(Request request) {
        return isOpen(request);
    }

    private boolean isOpen(Request request) {
        return routes.stream().anyMatch(route -> route.isOpen() && route.match(request.path()) != null);
    }

    /** May take as long as the client wants to wait. */
    boolean isSlow(Request request) {
        return request.query().containsKey(BackendChanges.WAIT);
    }

    Response answer(Request request) {
        final Set<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            final List<String> names = route.match(request.path());
            if (names == null) {
                continue;
            }
            if (route.accepts(request.method())) {
                return route.endpoint().answer(request, names);
            }
            allowed.add(route.method().name());
            if (route.method() == Method.GET) {
                allowed.add(Method.HEAD.name());
            }
        }
        return allowed.isEmpty()
                ? Problem.of(404, "there is nothing; GET /api lists what there is")
                : Problem.of(405, "not by this method").with("Allow", String.join(", ", allowed));
    }

    // --- endpoints of a few lines

    private Response live() {
        return state("live", "stuck", liveness.stuck());
    }

    private Response ready() {
        return state("ready", "obstacles", readiness.obstacles());
    }

    private static Response state(String name, String otherwise, List<String> obstacles) {
        return Response.json(obstacles.isEmpty() ? 200 : 503, Json.bytes(json -> {
            json.writeBooleanField(name, obstacles.isEmpty());
            if (!obstacles.isEmpty()) {
                json.writeArrayFieldStart(otherwise);
                for (String obstacle : obstacles) {
                    json.writeString(obstacle);
                }
                json.writeEndArray();
            }
        }));
    }

    private byte[] index() {
        return Json.bytes(json -> {
            json.writeArrayFieldStart("endpoints");
            for (Route route : routes) {
                endpoint(json, route);
            }
            json.writeEndArray();
        });
    }

    private static void endpoint(JsonGenerator json, Route route) throws IOException {
        json.writeStartObject();
        json.writeStringField("method", route.method().name());
        json.writeStringField("path", route.text());
        json.writeStringField("meaning", route.meaning());
        json.writeEndObject();
    }

    /** Method and path of each endpoint, for the test of the documentation. */
    List<String> endpoints() {
        return routes.stream().map(route -> route.method() + " " + route.text()).toList();
    }

    private byte[] version() {
        return Json.bytes(json -> {
            json.writeStringField("weir", runtime.version());
            json.writeStringField("java", Runtime.version().toString());
        });
    }

    private Response pool(String name) {
        final int index = runtime.snapshot().poolIndex(name);
        return index < 0 ? Problem.of(404, "no such pool") : Response.json(200, pools.pool(index));
    }

    private Response backend(List<String> names) {
        final int pool = runtime.snapshot().poolIndex(names.get(0));
        if (pool < 0) {
            return Problem.of(404, "no such pool");
        }
        final Pool there = runtime.snapshot().pools().get(pool);
        final int index = there.indexOf(names.get(1));
        return index < 0
                ? Problem.of(404, "no such backend in this pool")
                : Response.json(200, pools.backend(there.backends().get(index), new Tallies.Key(pool, index)));
    }
}
