// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.documents;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Health;
import dev.stagedoor.http.NoBody;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Scope;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The platform's own routes: health, metrics, version and documents.
 *
 * <p>{@code /metrics} shows how much each route is used, so it requires an operator key. Prometheus can send one
 * ({@code authorization.credentials_file}); alternatively {@code http.metrics_port} serves it without a key on a
 * separate port. Checking the client's address is not enough: behind a proxy on the same host every client is local.
 */
public final class PlatformRoutes {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private static final Access ANYONE = new Access.Anyone();

    private PlatformRoutes() {}

    /** The answer of {@code /version}. */
    public record Version(String name, String version) {}

    /** The whole table: the features' routes and the platform's own. */
    public static List<Route<?>> table(
            List<Route<?>> features, Health health, PrometheusMeterRegistry meters, String version) {
        List<Route<?>> all = new ArrayList<>(features);
        all.add(Route.get("/health/live", ANYONE)
                .named("health.live", "Check that the process answers")
                .answers(Health.Report.class)
                .by(exchange -> Reply.ok(new Health.Report("live", Map.of()))));
        all.add(Route.get("/health/ready", ANYONE)
                .named("health.ready", "Check that the server accepts requests")
                .answers(Health.Report.class)
                .by(exchange -> readiness(health.report())));
        all.add(Route.get("/version", ANYONE)
                .named("version.show", "Get the version of Stagedoor")
                .answers(Version.class)
                .by(exchange -> Reply.ok(new Version("stagedoor", version))));
        all.add(metrics(new Access.OperatorOnly(Scope.TENANTS_READ), meters));
        all.addAll(documents(all));
        return List.copyOf(all);
    }

    private static Reply readiness(Health.Report report) {
        return new Reply.Json(report.isReady() ? 200 : 503, report, Map.of());
    }

    /** The routes of the documents. */
    private static List<Route<?>> documents(List<Route<?>> described) {
        Supplier<Packed> openapi =
                once(() -> Packed.of(OpenApi.document(described).getBytes(StandardCharsets.UTF_8)));
        List<Route<?>> routes = new ArrayList<>(new DocsPage().routes());
        routes.add(Route.get("/openapi.json", ANYONE)
                .named("documents.openapi", "Get this API as an OpenAPI 3.1 document")
                .answers(new Answer.Media("application/json"))
                .by(exchange -> openapi.get().to(exchange, "application/json", Map.of())));
        return routes;
    }

    /** {@code /metrics} for a separate port, without a key. */
    public static List<Route<?>> openMetrics(PrometheusMeterRegistry meters) {
        return List.of(metrics(new Access.Anyone(), meters));
    }

    private static Route<NoBody> metrics(Access access, PrometheusMeterRegistry meters) {
        return Route.get("/metrics", access)
                .named("metrics.read", "Get the metrics in the Prometheus text format")
                .answers(new Answer.Media("text/plain"))
                .by(exchange -> new Reply.Text(200, PROMETHEUS, meters.scrape()));
    }

    /** Computes it once, on first use. */
    private static <T> Supplier<T> once(Supplier<T> make) {
        return new Supplier<>() {
            private @Nullable T made;

            @Override
            public synchronized T get() {
                T one = made == null ? make.get() : made;
                made = one;
                return one;
            }
        };
    }
}
