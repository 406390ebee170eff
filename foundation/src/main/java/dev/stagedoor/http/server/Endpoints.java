// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.Method;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The endpoints of one path, by method. */
final class Endpoints {
    private final Map<Method, Endpoint<?>> byMethod = new EnumMap<>(Method.class);

    void add(Endpoint<?> endpoint) {
        if (byMethod.put(endpoint.route().method(), endpoint) != null) {
            throw new IllegalArgumentException("two routes for "
                    + endpoint.route().method() + ' ' + endpoint.route().path());
        }
    }

    /** The endpoint for a method; GET also serves HEAD. */
    @Nullable
    Endpoint<?> forMethod(String name) {
        return switch (name) {
            case "GET", "HEAD" -> byMethod.get(Method.GET);
            case "POST" -> byMethod.get(Method.POST);
            case "PUT" -> byMethod.get(Method.PUT);
            case "PATCH" -> byMethod.get(Method.PATCH);
            case "DELETE" -> byMethod.get(Method.DELETE);
            default -> null;
        };
    }

    /** Whether pages of other origins may use that method: only on routes that accept publishable keys. */
    boolean isForBrowsers(String method) {
        Endpoint<?> endpoint = forMethod(method);
        return endpoint != null && Cors.isForBrowsers(endpoint.route().access());
    }

    /** Whether pages of other origins may use any method. */
    boolean isForBrowsers() {
        return byMethod.values().stream()
                .anyMatch(endpoint -> Cors.isForBrowsers(endpoint.route().access()));
    }

    /** The {@code Allow} header. */
    String allow() {
        TreeSet<String> names = new TreeSet<>();
        for (Method method : byMethod.keySet()) {
            names.add(method.name());
        }
        if (names.contains("GET")) {
            names.add("HEAD");
        }
        if (isForBrowsers()) {
            names.add("OPTIONS");
        }
        return String.join(", ", names);
    }
}
