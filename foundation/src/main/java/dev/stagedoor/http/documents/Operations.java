// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.api.problem.ProblemDetails;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Takes;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operations of an OpenAPI document, made from the routes' own data. */
final class Operations {
    static final String REQUEST_ID = "X-Request-Id";
    static final String RATE_LIMIT = "RateLimit";
    static final String RATE_LIMIT_POLICY = "RateLimit-Policy";
    static final String RETRY_AFTER = "Retry-After";
    static final ProblemDetails PROBLEM = new ProblemDetails(
            "about:blank",
            ErrorCode.NOT_FOUND.title(),
            ErrorCode.NOT_FOUND.status(),
            "There is no such agent.",
            ErrorCode.NOT_FOUND.wire(),
            "req_01example",
            null,
            null,
            null);

    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z0-9_]+)(?:\\.\\.\\.)?}");

    private final Schemas schemas;
    private final Map<String, Long> shared;

    Operations(Schemas schemas, List<Route<?>> routes) {
        this.schemas = schemas;
        this.shared = routes.stream().collect(Collectors.groupingBy(Route::action, Collectors.counting()));
    }

    ObjectNode of(Route<?> route) {
        ObjectNode operation = Json.mapper().createObjectNode();
        operation.put("operationId", id(route));
        operation.put("summary", route.summary() + (isUnderTenantToo(route) ? ", for a named tenant" : ""));
        operation.put("description", RouteTable.sentence(route.access()));
        operation.putArray("tags").add(Sections.of(route).name());
        ArrayNode parameters = parameters(route);
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        requestBody(operation, route);
        ObjectNode responses = operation.putObject("responses");
        success(responses, route);
        responses.putObject("default").put("$ref", "#/components/responses/Problem");
        switch (route.access()) {
            case Access.Anyone() -> operation.putArray("security");
            case Access.Signed signed ->
                operation.putArray("security").addObject().putArray(signed.scheme());
            case Access.Entered(var entrance) ->
                operation.putArray("security").addObject().putArray(entrance.name());
            case Access.Vendor(var api) ->
                operation.putArray("security").addObject().putArray(api.name());
            default -> operation.putArray("security").addObject().putArray("key");
        }
        return operation;
    }

    /** The action, with a suffix if several routes share it. */
    private String id(Route<?> route) {
        String id = route.action().replace('.', '_');
        if (!isShared(route)) {
            return id;
        }
        String place = isUnderTenantToo(route) ? "_of_tenant" : "";
        return id + place + (isAlias(route) ? "_alias" : "");
    }

    /** Whether the route is another's second place, where an older server has it. */
    private static boolean isAlias(Route<?> route) {
        return route.path().endsWith("-agent") || !route.path().startsWith("/api/v1/");
    }

    private boolean isShared(Route<?> route) {
        return shared.getOrDefault(route.action(), 0L) > 1;
    }

    /** Whether the route is another's second place, under the tenant that it names. */
    private boolean isUnderTenantToo(Route<?> route) {
        return isShared(route) && route.path().contains("/tenants/{tenant}");
    }

    private void requestBody(ObjectNode operation, Route<?> route) {
        if (route.takes() instanceof Takes.Nothing) {
            return;
        }
        ObjectNode content =
                operation.putObject("requestBody").put("required", true).putObject("content");
        switch (route.takes()) {
            case Takes.Nothing() -> throw new IllegalStateException("a route without a body");
            case Takes.Json<?>(Class<?> type, var most) -> {
                ObjectNode json = content.putObject("application/json");
                json.set("schema", schemas.reference(type));
                example(json, route.contract().example());
            }
            case Takes.FormData form -> {
                schema(content, "application/x-www-form-urlencoded", "object");
                schema(content, "multipart/form-data", "object");
            }
            case Takes.Raw raw when raw.contentType().endsWith("json") -> schema(content, raw.contentType(), "object");
            case Takes.Raw raw -> content.putObject(raw.contentType());
            case Takes.Sent sent -> sent.contentTypes().forEach(type -> schema(content, type, "object"));
        }
    }

    private void success(ObjectNode responses, Route<?> route) {
        if (route.answers().size() == 1 && route.answers().getFirst() instanceof Answer.Socket) {
            headers(responses.putObject("101").put("description", "Switches to the WebSocket protocol."), REQUEST_ID);
            return;
        }
        boolean empty = route.answers().isEmpty();
        ObjectNode success =
                responses.putObject(empty ? "204" : "2XX").put("description", description(route.answers()));
        if (route.access() instanceof Access.Anyone) {
            headers(success, REQUEST_ID);
        } else {
            headers(success, REQUEST_ID, RATE_LIMIT, RATE_LIMIT_POLICY);
        }
        if (!empty) {
            ObjectNode content = success.putObject("content");
            route.answers().forEach(answer -> content(content, answer));
        }
    }

    private static String description(List<Answer> answers) {
        String events = answers.stream()
                .flatMap(answer ->
                        answer instanceof Answer.Events(var all) ? all.stream() : List.<Answer.Event>of().stream())
                .map(event -> "`" + event.name() + "`: " + event.description())
                .collect(Collectors.joining(" "));
        return answers.isEmpty() ? "Done." : events.isEmpty() ? "Success." : "Events. " + events;
    }

    private void content(ObjectNode content, Answer answer) {
        switch (answer) {
            case Answer.Json(Class<?> type, var example) -> {
                ObjectNode json = content.putObject("application/json");
                json.set("schema", schemas.reference(type));
                example(json, example);
            }
            case Answer.Media(String contentType) -> schema(content, contentType, "string");
            case Answer.Events(List<Answer.Event> events) -> {
                // OpenAPI 3.1 cannot describe events: x-events has the schema of their data, by name.
                ObjectNode stream = schema(content, "text/event-stream", "string");
                ObjectNode kinds = stream.putObject("x-events");
                events.forEach(event -> kinds.set(event.name(), schemas.reference(event.data())));
            }
            case Answer.Passed() -> {
                content.putObject("application/json").putObject("schema").put("type", "object");
                schema(content, "text/event-stream", "string");
            }
            case Answer.Socket socket -> {}
        }
    }

    private static void example(ObjectNode media, @Nullable Object example) {
        if (example != null) {
            media.set("example", Json.mapper().<JsonNode>valueToTree(example));
        }
    }

    private static ObjectNode schema(ObjectNode content, String contentType, String type) {
        ObjectNode media = content.putObject(contentType);
        media.putObject("schema").put("type", type);
        return media;
    }

    static void headers(ObjectNode response, String... names) {
        ObjectNode headers = response.putObject("headers");
        for (String name : names) {
            headers.putObject(name).put("$ref", "#/components/headers/" + name);
        }
    }

    private static ArrayNode parameters(Route<?> route) {
        ArrayNode list = Json.mapper().createArrayNode();
        Matcher names = PARAMETER.matcher(route.path());
        while (names.find()) {
            parameter(list, names.group(1), "path", 256).put("required", true);
        }
        for (String name : route.query()) {
            ObjectNode parameter = parameter(list, name, "query", 1024);
            if (name.equals("limit")) {
                parameter
                        .putObject("schema")
                        .put("type", "integer")
                        .put("minimum", 1)
                        .put("maximum", 200)
                        .put("default", 50);
            }
        }
        if (route.contract().idempotent()) {
            parameter(list, "Idempotency-Key", "header", 255)
                    .put(
                            "description",
                            "A request repeated with the same key within 24 hours does not make its change again;"
                                    + " a different request with it is refused (`idempotency_conflict`).");
        }
        if (route.answers().stream().anyMatch(Answer.Events.class::isInstance)) {
            parameter(list, "Last-Event-ID", "header", 256)
                    .put("description", "The id of the last event received; the stream resumes after it.");
        }
        return list;
    }

    private static ObjectNode parameter(ArrayNode list, String name, String in, int longest) {
        ObjectNode parameter = list.addObject().put("name", name).put("in", in);
        parameter.putObject("schema").put("type", "string").put("maxLength", longest);
        return parameter;
    }
}
