package weir.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import weir.config.OperatorText;
import weir.control.BackendActions;
import weir.control.BackendActions.Outcome;
import weir.control.BackendActions.Result;
import weir.model.AddedBackend;
import weir.model.AdminState;
import weir.model.Backend;

/**
 * Requests that change a backend: reads their bodies, lets {@link BackendActions} act, and tells the result. Thread:
 * the admin worker's, or that of a client who waits.
 */
final class BackendChanges {
    static final String WAIT = "wait";
    private static final int WAIT_MAX_MS = 600_000;
    private static final List<String> STATES =
            Arrays.stream(AdminState.values()).map(AdminState::word).toList();
    private static final List<String> CHANGE = List.of("state", "weight");
    private static final List<String> ADDITION = List.of("address", "id", "weight", "max_connections", "backup");
    private static final String ID_FORM = "[A-Za-z0-9_.:-]{1,64}";

    private final BackendActions actions;

    BackendChanges(BackendActions actions) {
        this.actions = actions;
    }

    /** State, weight, or both, in that order; what comes second is not done when the first is not. */
    Response change(String pool, String backend, byte[] body, Function<String, Response> success) {
        final JsonMembers members = JsonMembers.read(body, CHANGE);
        final String state = members.word("state", STATES);
        final Double weight = members.number("weight", 0, Backend.WEIGHT_MAX);
        if (members.problems().isEmpty() && state == null && weight == null) {
            members.problems().add("accepted: state, weight or both");
        }
        if (!members.problems().isEmpty()) {
            return malformed(members);
        }
        Result result = Result.DONE;
        if (state != null) {
            result = actions.setState(pool, backend, AdminState.values()[STATES.indexOf(state)]);
        }
        if (weight != null && result.outcome() == Outcome.DONE) {
            result = actions.setWeight(pool, backend, weight);
        }
        return result.outcome() == Outcome.DONE ? done(success.apply(backend), result) : problem(result);
    }

    /** Says so when a restart would undo it. */
    private static Response done(Response response, Result result) {
        return result.notSaved() == null
                ? response
                : response.with(ApiText.NOT_KEPT, result.notSaved().replaceAll("[^ -~]", "?"));
    }

    Response add(String pool, byte[] body) {
        final JsonMembers members = JsonMembers.read(body, ADDITION);
        final String address = members.text("address");
        final String id = members.text("id");
        final Double weight = members.number("weight", 0, Backend.WEIGHT_MAX);
        final Integer connectionsMax = members.whole("max_connections", Backend.CONNECTIONS_RANGE);
        final Boolean isBackup = members.flag("backup");
        if (!members.has("address")) {
            members.problems().add("address: accepted: host:port");
        }
        if (id != null && !id.matches(ID_FORM)) {
            members.problems().add("id: accepted: 1 to 64 letters, digits, dashes, underscores, dots or colons");
        }
        if (!members.problems().isEmpty()) {
            return malformed(members);
        }
        final AddedBackend backend = new AddedBackend(
                id == null ? address : id,
                address,
                weight == null ? Backend.WEIGHT : weight,
                connectionsMax == null ? Backend.UNLIMITED : connectionsMax,
                isBackup != null && isBackup);
        final Result result = actions.add(pool, backend);
        if (result.outcome() != Outcome.DONE) {
            return problem(result);
        }
        final String path = "/api/pools/" + encoded(pool) + "/backends/" + encoded(backend.id());
        return done(Response.empty(201).with("Location", path), result);
    }

    /**
     * With {@code wait}, answers when nothing is under way there any more; or when that time is over, and then tells
     * how many are left.
     */
    Response remove(String pool, String backend, Map<String, List<String>> query) {
        final List<String> waits = query.getOrDefault(WAIT, List.of());
        final int waitMs = waits.isEmpty() ? 0 : waits.size() > 1 ? -1 : OperatorText.durationMs(waits.get(0));
        if (waitMs < 0 || waitMs > WAIT_MAX_MS || query.size() > (waits.isEmpty() ? 0 : 1)) {
            return Problem.of(
                    400, "the query is not acceptable", List.of("accepted: wait, a duration up to 10m, such as 30s"));
        }
        final Result result = actions.remove(pool, backend, waitMs);
        return switch (result.outcome()) {
            case DONE -> done(Response.empty(204), result);
            case LEFT ->
                done(Response.json(202, Json.bytes(json -> json.writeNumberField("left", result.left()))), result);
            default -> problem(result);
        };
    }

    private static Response malformed(JsonMembers members) {
        return Problem.of(400, "the body is not acceptable", members.problems());
    }

    static Response problem(Result result) {
        return Problem.of(
                switch (result.outcome()) {
                    case DONE, LEFT -> throw new IllegalArgumentException("no problem");
                    case UNKNOWN_POOL, UNKNOWN_BACKEND, UNKNOWN_LISTENER -> 404;
                    case INVALID -> 422;
                    case CONFLICT -> 409;
                    case NOT_SUPPORTED -> 501;
                    case BUSY -> 503;
                },
                result.message());
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
