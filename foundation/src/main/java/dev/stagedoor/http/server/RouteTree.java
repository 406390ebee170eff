// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the endpoints of an undecoded path. A fixed segment wins over a parameter, unless only the parameter serves the
 * method; {@code {path...}} comes last and matches the rest of the path. An empty segment matches nothing, so
 * {@code /api/v1/agents/} is not {@code /api/v1/agents}.
 */
final class RouteTree {
    private final Map<String, Endpoints> fixed = new HashMap<>();
    private final Node root = new Node();

    /** The endpoints, and the undecoded values of the path's parameters, in order. */
    record Found(Endpoints endpoints, List<String> values) {
        Found {
            values = List.copyOf(values);
        }

        private boolean serves(String method) {
            return endpoints.forMethod(method) != null;
        }
    }

    private static final class Node {
        private final Map<String, Node> children = new HashMap<>();
        private @Nullable Node parameter;
        private @Nullable Node rest;
        private @Nullable Endpoints here;
    }

    void add(Endpoint<?> endpoint) {
        String path = endpoint.route().path();
        if (!path.startsWith("/") || (path.length() > 1 && path.endsWith("/"))) {
            throw new IllegalArgumentException("not a path: " + path);
        }
        if (endpoint.names().isEmpty()) {
            fixed.computeIfAbsent(path, any -> new Endpoints()).add(endpoint);
            return;
        }
        Node node = root;
        for (String segment : path.substring(1).split("/", -1)) {
            node = next(node, segment);
        }
        Endpoints here = node.here == null ? new Endpoints() : node.here;
        here.add(endpoint);
        node.here = here;
    }

    private static Node next(Node node, String segment) {
        if (Endpoint.isRest(segment)) {
            Node rest = node.rest == null ? new Node() : node.rest;
            node.rest = rest;
            return rest;
        }
        return Endpoint.isParameter(segment)
                ? parameterOf(node)
                : node.children.computeIfAbsent(segment, any -> new Node());
    }

    private static Node parameterOf(Node node) {
        Node next = node.parameter == null ? new Node() : node.parameter;
        node.parameter = next;
        return next;
    }

    @Nullable
    Found find(String method, String rawPath) {
        Endpoints here = fixed.get(rawPath);
        Found exact = here == null ? null : new Found(here, List.of());
        if ((exact != null && exact.serves(method)) || !rawPath.startsWith("/")) {
            return exact;
        }
        return better(method, exact, find(method, root, rawPath, 1, new ArrayList<>()));
    }

    private static @Nullable Found better(String method, @Nullable Found fixed, @Nullable Found byParameter) {
        return fixed == null || (byParameter != null && byParameter.serves(method)) ? byParameter : fixed;
    }

    private static @Nullable Found find(String method, Node node, String path, int start, List<String> values) {
        int slash = path.indexOf('/', start);
        String segment = path.substring(start, slash < 0 ? path.length() : slash);
        if (segment.isEmpty()) {
            return null;
        }
        Node child = node.children.get(segment);
        Found found = child == null ? null : next(method, child, path, slash, values);
        if (node.parameter != null && (found == null || !found.serves(method))) {
            values.add(segment);
            found = better(method, found, next(method, node.parameter, path, slash, values));
            values.removeLast();
        }
        if (node.rest != null && node.rest.here != null && (found == null || !found.serves(method))) {
            values.add(path.substring(start));
            found = better(method, found, new Found(node.rest.here, values));
            values.removeLast();
        }
        return found;
    }

    private static @Nullable Found next(String method, Node node, String path, int slash, List<String> values) {
        if (slash >= 0) {
            return find(method, node, path, slash + 1, values);
        }
        return node.here == null ? null : new Found(node.here, values);
    }
}
