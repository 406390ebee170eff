package dev.stagedoor.http.documents;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Handler;
import dev.stagedoor.http.Health;
import dev.stagedoor.http.Method;
import dev.stagedoor.http.NoBody;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Scope;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The platform's own routes: health, metrics, version and documents.
 *
 * <p>{@code /metrics} tells how much each route is used, so it needs an operator's key. Prometheus can send one
 * ({@code authorization.credentials_file}); where that is unwanted, {@code http.metrics_port} serves it without a key on
 * a port of its own. A check of the client's address would not do: behind a proxy on the same host everybody is local.
 */
public final class PlatformRoutes {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private PlatformRoutes() {}

    /** What {@code /version} answers. */
    public record Version(String name, String version) {}

    /** The whole table: the features' routes, and the platform's, whose documents describe them all. */
    public static List<Route<?>> table(
            List<Route<?>> features, Health health, PrometheusMeterRegistry meters, String version) {
        List<Route<?>> all = new ArrayList<>(features);
        all.add(open(
                "/health/live",
                "health.live",
                "Says that the process answers",
                Health.Report.class,
                (x, none) -> Reply.ok(new Health.Report("live", Map.of()))));
        all.add(open(
                "/health/ready",
                "health.ready",
                "Says whether requests may be sent",
                Health.Report.class,
                (x, none) -> {
                    Health.Report report = health.report();
                    return new Reply.Json(report.isReady() ? 200 : 503, report, Map.of());
                }));
        all.add(open(
                "/version",
                "version.show",
                "Says which Stagedoor this is",
                Version.class,
                (x, none) -> Reply.ok(new Version("stagedoor", version))));
        all.add(metrics(new Access.OperatorOnly(Scope.TENANTS_READ), meters));
        Supplier<String> openapi = once(() -> OpenApi.document(all));
        Supplier<String> page = once(() -> DocsPage.html(all));
        all.add(open(
                "/openapi.json",
                "documents.openapi",
                "Gives this API as OpenAPI 3.1",
                String.class,
                (x, none) -> new Reply.Text(200, "application/json", openapi.get())));
        all.add(open(
                "/docs",
                "documents.page",
                "Gives this API as a page for people",
                String.class,
                (x, none) -> new Reply.Text(200, "text/html; charset=utf-8", page.get())));
        return List.copyOf(all);
    }

    /** {@code /metrics} for a port of its own, without a key. */
    public static List<Route<?>> openMetrics(PrometheusMeterRegistry meters) {
        return List.of(metrics(new Access.Anyone(), meters));
    }

    private static Route<NoBody> metrics(Access access, PrometheusMeterRegistry meters) {
        return new Route<>(
                Method.GET,
                "/metrics",
                access,
                "metrics.read",
                "Gives the metrics in Prometheus' text format",
                NoBody.class,
                String.class,
                (x, none) -> new Reply.Text(200, PROMETHEUS, meters.scrape()));
    }

    private static Route<NoBody> open(
            String path, String action, String summary, Class<?> answers, Handler<NoBody> handler) {
        return new Route<>(Method.GET, path, new Access.Anyone(), action, summary, NoBody.class, answers, handler);
    }

    /** Made when first asked for, and kept. */
    private static Supplier<String> once(Supplier<String> make) {
        return new Supplier<>() {
            private @Nullable String made;

            @Override
            public synchronized String get() {
                String text = made == null ? make.get() : made;
                made = text;
                return text;
            }
        };
    }
}
