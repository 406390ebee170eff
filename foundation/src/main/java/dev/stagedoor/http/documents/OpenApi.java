package dev.stagedoor.http.documents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.api.problem.ProblemDetails;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.NoBody;
import dev.stagedoor.http.Route;
import dev.stagedoor.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenAPI 3.1 document of a route table. The same table gives the same text. */
public final class OpenApi {
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z0-9_]+)}");

    private final Schemas schemas = new Schemas();
    private final ObjectNode root = Json.mapper().createObjectNode();

    private OpenApi() {}

    /** The document, indented, with a line break at its end. */
    public static String document(List<Route<?>> routes) {
        ObjectNode document = new OpenApi().build(routes);
        try {
            return Json.mapper()
                            .writer()
                            .with(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(document)
                            .replace(System.lineSeparator(), "\n")
                    + '\n';
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document of our own is not JSON", e);
        }
    }

    private ObjectNode build(List<Route<?>> routes) {
        root.put("openapi", "3.1.0");
        root.putObject("info").put("title", "Stagedoor").put("version", "1").put("description", """
            A multi-tenant credential, token and dispatch broker for realtime AI agents.

            Fields that a request's schema does not name are refused, except where LiveKit's own format is \
            followed. Every error is problem+json (RFC 9457) with a stable `code`.\
            """);
        TreeMap<String, ObjectNode> paths = new TreeMap<>();
        for (Route<?> route : routes.stream().sorted(RouteTable.ORDER).toList()) {
            paths.computeIfAbsent(route.path(), any -> Json.mapper().createObjectNode())
                    .set(route.method().name().toLowerCase(Locale.ROOT), operation(route));
        }
        root.putObject("paths").setAll(paths);
        ObjectNode components = root.putObject("components");
        components.set("responses", problemResponse());
        components.set("schemas", sorted(schemas.definitions()));
        components
                .putObject("securitySchemes")
                .putObject("key")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "An API key: sd_op_… of an operator, sd_live_… or sd_pub_… of a tenant.");
        return root;
    }

    private static ObjectNode sorted(ObjectNode definitions) {
        TreeMap<String, JsonNode> byName = new TreeMap<>();
        definitions.properties().forEach(entry -> byName.put(entry.getKey(), entry.getValue()));
        ObjectNode sorted = Json.mapper().createObjectNode();
        sorted.setAll(byName);
        return sorted;
    }

    private ObjectNode problemResponse() {
        ObjectNode responses = Json.mapper().createObjectNode();
        ObjectNode problem = responses.putObject("Problem").put("description", "What went wrong.");
        problem.putObject("content")
                .putObject("application/problem+json")
                .set("schema", schemas.reference(ProblemDetails.class));
        return responses;
    }

    private ObjectNode operation(Route<?> route) {
        ObjectNode operation = Json.mapper().createObjectNode();
        operation.put("operationId", id(route));
        operation.put("summary", route.summary());
        operation.put("description", RouteTable.sentence(route.access()));
        operation.putArray("tags").add(route.operation().tag());
        parameters(operation, route);
        if (route.takes() != NoBody.class) {
            ObjectNode body = operation.putObject("requestBody").put("required", true);
            json(body, route.takes());
        }
        ObjectNode responses = operation.putObject("responses");
        boolean empty = route.answers() == NoBody.class;
        ObjectNode success =
                responses.putObject(empty ? "204" : "2XX").put("description", empty ? "Done." : "Success.");
        if (!empty) {
            json(success, route.answers());
        }
        responses.putObject("default").put("$ref", "#/components/responses/Problem");
        if (!(route.access() instanceof Access.Anyone)) {
            operation.putArray("security").addObject().putArray("key");
        }
        return operation;
    }

    /** Unique, since an action may have a twin under a tenant. */
    private static String id(Route<?> route) {
        String place = route.path().contains("/tenants/{tenant}/") ? "_of_tenant" : "";
        String alias = route.path().endsWith("-agent") ? "_alias" : "";
        return route.action().replace('.', '_') + place + alias;
    }

    private void json(ObjectNode holder, Class<?> type) {
        ObjectNode content = holder.putObject("content");
        if (type == String.class) {
            content.putObject("text/plain").putObject("schema").put("type", "string");
        } else {
            content.putObject("application/json").set("schema", schemas.reference(type));
        }
    }

    private static void parameters(ObjectNode operation, Route<?> route) {
        if (!route.path().contains("{") && route.query().isEmpty()) {
            return;
        }
        var list = operation.putArray("parameters");
        Matcher names = PARAMETER.matcher(route.path());
        while (names.find()) {
            ObjectNode parameter = list.addObject()
                    .put("name", names.group(1))
                    .put("in", "path")
                    .put("required", true);
            parameter.putObject("schema").put("type", "string").put("maxLength", 256);
        }
        for (String name : route.query()) {
            ObjectNode parameter = list.addObject().put("name", name).put("in", "query");
            ObjectNode schema = parameter.putObject("schema");
            if (name.equals("limit")) {
                schema.put("type", "integer")
                        .put("minimum", 1)
                        .put("maximum", 200)
                        .put("default", 50);
            } else {
                schema.put("type", "string").put("maxLength", 1024);
            }
        }
    }
}
