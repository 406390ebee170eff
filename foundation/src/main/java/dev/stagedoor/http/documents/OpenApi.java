// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.documents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.api.problem.ProblemDetails;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Route;
import dev.stagedoor.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The OpenAPI 3.1 document of a route table. The same table gives the same text. */
public final class OpenApi {
    private final Schemas schemas = new Schemas();

    private OpenApi() {}

    /** The document, indented, with a trailing line break. */
    public static String document(List<Route<?>> routes) {
        ObjectNode document =
                new OpenApi().build(routes.stream().sorted(RouteTable.ORDER).toList());
        try {
            return Json.mapper()
                            .writer()
                            .with(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(document)
                            .replace(System.lineSeparator(), "\n")
                    + '\n';
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the OpenAPI document is not JSON", e);
        }
    }

    private ObjectNode build(List<Route<?>> routes) {
        ObjectNode root = Json.mapper().createObjectNode();
        root.put("openapi", "3.1.0");
        ObjectNode info = root.putObject("info")
                .put("title", "Stagedoor")
                .put("version", "1")
                .put("description", """
            A multi-tenant credential, token and dispatch broker for realtime AI agents.

            Unknown fields in a request are refused, except where LiveKit's own format is followed. Every error is \
            problem+json (RFC 9457) with a stable `code`.

            ## Errors

            """ + ErrorTable.markdown() + """

            ## Scopes

            Each operation names the scope that its key needs.

            """ + ScopeTable.markdown());
        info.putObject("license").put("name", "Apache-2.0").put("identifier", "Apache-2.0");
        root.putArray("servers").addObject().put("url", "/");
        ArrayNode tags = root.putArray("tags");
        Sections.of(routes)
                .forEach(section -> tags.addObject().put("name", section.name()).put("description", section.about()));
        Operations operations = new Operations(schemas, routes);
        TreeMap<String, ObjectNode> paths = new TreeMap<>();
        for (Route<?> route : routes) {
            paths.computeIfAbsent(path(route), any -> Json.mapper().createObjectNode())
                    .set(route.method().name().toLowerCase(Locale.ROOT), operations.of(route));
        }
        root.putObject("paths").setAll(paths);
        root.set("components", components(routes));
        return root;
    }

    private static String path(Route<?> route) {
        return route.path().replace("...}", "}");
    }

    private ObjectNode components(List<Route<?>> routes) {
        ObjectNode components = Json.mapper().createObjectNode();
        components.set("headers", headers());
        components.set("responses", problemResponse());
        components.set("schemas", sorted(schemas.definitions()));
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject("key")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "An API key: sd_op_… of an operator, sd_live_… or sd_pub_… of a tenant.");
        for (Route<?> route : routes) {
            if (route.access() instanceof Access.Signed signed) {
                schemes.putObject(signed.scheme())
                        .put("type", "apiKey")
                        .put("in", "header")
                        .put("name", signed.header())
                        .put("description", "A signature over the whole request.");
            }
            if (route.access() instanceof Access.Entered(var entrance)) {
                schemes.putObject(entrance.name())
                        .put("type", "http")
                        .put("scheme", "bearer")
                        .put("description", entrance.sentence());
            }
            if (route.access() instanceof Access.Vendor(var api)) {
                schemes.putObject(api.name())
                        .put("type", "apiKey")
                        .put("in", "header")
                        .put("name", api.header())
                        .put("description", "A model lease, where the vendor's clients put their key.");
            }
        }
        return components;
    }

    private static ObjectNode headers() {
        ObjectNode headers = Json.mapper().createObjectNode();
        header(headers, Operations.REQUEST_ID, "string", "The request's id: the client's own, or a new one.");
        header(headers, Operations.RATE_LIMIT, "string", "What remains of the rate limit: `\"key\";r=99;t=1`.");
        header(headers, Operations.RATE_LIMIT_POLICY, "string", "The rate limit: `\"key\";q=100;w=10`.");
        header(headers, Operations.RETRY_AFTER, "integer", "Seconds to wait before a retry, if a retry can help.");
        return headers;
    }

    private static void header(ObjectNode headers, String name, String type, String description) {
        headers.putObject(name)
                .put("description", description)
                .putObject("schema")
                .put("type", type);
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
        ObjectNode problem = responses.putObject("Problem").put("description", "An error.");
        Operations.headers(problem, Operations.REQUEST_ID, Operations.RETRY_AFTER);
        ObjectNode content = problem.putObject("content").putObject("application/problem+json");
        content.set("schema", schemas.reference(ProblemDetails.class));
        content.set("example", Json.mapper().<JsonNode>valueToTree(Operations.PROBLEM));
        return responses;
    }
}
