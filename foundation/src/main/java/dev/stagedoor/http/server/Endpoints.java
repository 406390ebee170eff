package dev.stagedoor.http.server;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Method;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is served at one path, by method. */
final class Endpoints {
    private final Map<Method, Endpoint<?>> byMethod = new EnumMap<>(Method.class);

    void add(Endpoint<?> endpoint) {
        if (byMethod.put(endpoint.route().method(), endpoint) != null) {
            throw new IllegalArgumentException("two routes for "
                    + endpoint.route().method() + ' ' + endpoint.route().path());
        }
    }

    /** The endpoint for a method as it was sent; HEAD is served by GET. */
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

    /** Whether a browser of another origin may use that method here: only routes that take publishable keys. */
    boolean isForBrowsers(String method) {
        Endpoint<?> endpoint = forMethod(method);
        return endpoint != null && endpoint.route().access() instanceof Access.Publishable;
    }

    /** Whether any method here is for browsers. */
    boolean isForBrowsers() {
        return byMethod.values().stream().anyMatch(endpoint -> endpoint.route().access() instanceof Access.Publishable);
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
