package weir.admin;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import weir.control.BackendActions;
import weir.control.BackendActions.Outcome;
import weir.control.BackendActions.Result;
import weir.model.FixedResponse;
import weir.model.Maintenance;
import weir.snapshot.ServedListener;

/** {@code /api/maintenance}: listeners that answer 503 for a while. Thread: the admin worker's. */
final class MaintenancePage {
    private static final String LISTENER = "listener";
    private static final List<String> MEMBERS = List.of(LISTENER, "retry_after", "text", "type");

    private final RuntimeView runtime;
    private final BackendActions actions;

    MaintenancePage(RuntimeView runtime, BackendActions actions) {
        this.runtime = runtime;
        this.actions = actions;
    }

    Response show() {
        return Response.json(200, Json.bytes(json -> {
            json.writeArrayFieldStart("listeners");
            for (ServedListener served : runtime.snapshot().served()) {
                json.writeStartObject();
                json.writeStringField("name", served.listener().name());
                json.writeBooleanField("maintenance", served.maintenance() != null);
                if (served.maintenance() != null) {
                    json.writeNumberField(
                            "retry_after", served.maintenance().response().retryAfterS());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    /** An empty body will do. */
    Response begin(byte[] body) {
        final JsonMembers members =
                JsonMembers.read(body.length == 0 ? "{}".getBytes(StandardCharsets.US_ASCII) : body, MEMBERS);
        final String listener = members.text(LISTENER);
        final Integer retryAfter = members.whole("retry_after", Maintenance.RETRY_AFTER_RANGE);
        final String text = members.text("text");
        final String type = members.text("type");
        if (text != null && text.getBytes(StandardCharsets.UTF_8).length > FixedResponse.TEXT_RANGE.max()) {
            members.problems().add("text: accepted: at most " + FixedResponse.TEXT_RANGE.max() + " bytes in UTF-8");
        }
        if (type != null && !FixedResponse.CONTENT_TYPE_FORM.matches(type)) {
            members.problems().add("type: accepted: " + FixedResponse.CONTENT_TYPE_FORM.accepted());
        }
        if (!members.problems().isEmpty()) {
            return Problem.of(400, "the body is not acceptable", members.problems());
        }
        return answer(actions.maintain(
                listener,
                new Maintenance(new FixedResponse(
                        Maintenance.STATUS,
                        type == null ? FixedResponse.CONTENT_TYPE : type,
                        text,
                        retryAfter == null ? Maintenance.RETRY_AFTER_S : retryAfter))));
    }

    Response end(Map<String, List<String>> query) {
        final List<String> names = query.getOrDefault(LISTENER, List.of());
        if (names.size() > 1 || query.size() > names.size()) {
            return Problem.of(400, "the query is not acceptable", List.of("accepted: listener, the name of one"));
        }
        return answer(actions.maintain(names.isEmpty() ? null : names.get(0), null));
    }

    private Response answer(Result result) {
        return result.outcome() == Outcome.DONE ? show() : BackendChanges.problem(result);
    }
}
