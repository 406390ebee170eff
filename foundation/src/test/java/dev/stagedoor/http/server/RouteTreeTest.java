// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Method;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which route serves a path that several match. */
class RouteTreeTest {
    private final RouteTree tree = new RouteTree();

    @BeforeEach
    void routes() {
        Validation validation = new Validation();
        RequestMetrics metrics = new RequestMetrics(new SimpleMeterRegistry());
        List.of(
                        route(Method.PUT, "/credentials/livekit"),
                        route(Method.GET, "/credentials/{kind}"),
                        route(Method.POST, "/credentials/{kind}/revoke"),
                        route(Method.PUT, "/tenants/{tenant}/credentials/livekit"),
                        route(Method.GET, "/tenants/{tenant}/credentials/{kind}"),
                        route(Method.POST, "/tenants/{tenant}/credentials/{kind}/revoke"))
                .forEach(route -> tree.add(Endpoint.of(route, validation, metrics)));
    }

    private static Route<?> route(Method method, String path) {
        return new Route.Place(method, path, new Access.Anyone())
                .named("thing.act", "Act")
                .by(exchange -> Reply.nothing());
    }

    private String served(String method, String path) {
        RouteTree.Found found = Objects.requireNonNull(tree.find(method, path));
        Endpoint<?> endpoint = Objects.requireNonNull(found.endpoints().forMethod(method));
        return endpoint.route().path() + " " + found.values();
    }

    @Test
    void a_fixed_segment_goes_before_a_parameter_for_the_methods_it_serves() {
        assertThat(served("PUT", "/credentials/livekit")).isEqualTo("/credentials/livekit []");
        assertThat(served("PUT", "/tenants/acme/credentials/livekit"))
                .isEqualTo("/tenants/{tenant}/credentials/livekit [acme]");
    }

    @Test
    void the_parameter_serves_the_other_methods_of_the_same_path() {
        assertThat(served("GET", "/credentials/livekit")).isEqualTo("/credentials/{kind} [livekit]");
        assertThat(served("HEAD", "/credentials/livekit")).isEqualTo("/credentials/{kind} [livekit]");
        assertThat(served("GET", "/tenants/acme/credentials/livekit"))
                .isEqualTo("/tenants/{tenant}/credentials/{kind} [acme, livekit]");
        assertThat(served("POST", "/tenants/acme/credentials/livekit/revoke"))
                .isEqualTo("/tenants/{tenant}/credentials/{kind}/revoke [acme, livekit]");
    }

    @Test
    void a_path_that_is_there_is_found_whatever_the_method_and_no_other_is() {
        RouteTree.Found found = Objects.requireNonNull(tree.find("DELETE", "/credentials/livekit"));

        assertThat(found.endpoints().forMethod("DELETE")).isNull();
        assertThat(tree.find("GET", "/credentials/livekit/more/still")).isNull();
    }
}
