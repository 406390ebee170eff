// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.client.audit.AuditChain;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.http.Authenticator;
import dev.stagedoor.http.Credentials;
import dev.stagedoor.http.Health;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.RequestLimiter;
import dev.stagedoor.http.server.Gate;
import dev.stagedoor.http.server.HttpServer;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The audit over HTTP: a tenant reads its own chain, an operator any, and the platform's")
@Tag("slow")
class AuditRoutesTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static LedgerScene scene;
    private static HttpServer server;
    private static TenantId acme;
    private static TenantId globex;

    @BeforeAll
    static void open() {
        scene = new LedgerScene(DB);
        acme = scene.tenant();
        globex = scene.tenant();
        scene.change(acme, "agent.create");
        scene.grant(acme);
        server = HttpServer.start(
                HttpConfig.local(),
                AuditModule.of(scene.ledger()).routes(),
                new Gate(new Keys(), (by, action) -> plenty(), stale -> {}, DB.database()::holding),
                new Health(Map.of()),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    @AfterAll
    static void close() {
        server.close();
        scene.close();
    }

    @Test
    void an_operator_reads_a_chain_by_its_tenants_id_whether_or_not_the_tenant_still_lives() throws Exception {
        String path = "/api/v1/deleted-tenants/" + globex.value() + "/audit";

        assertThat(json(get("op", path)).at("/items/0/action").asText()).isEqualTo("tenant.create");
        assertThat(json(get("op", path + "/head")).at("/tenant_id").asText()).isEqualTo(globex.value());
        assertThat(get("acme", path).statusCode()).isEqualTo(403);
        assertThat(get("op", "/api/v1/deleted-tenants/nobody/audit").statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_tenant_pages_through_its_own_newest_first() throws Exception {
        JsonNode first = json(get("acme", "/api/v1/audit?limit=2"));

        assertThat(first.at("/items").findValuesAsText("action")).containsExactly("token.mint", "agent.create");
        assertThat(first.at("/items/0/tenant_id").asText()).isEqualTo(acme.value());
        assertThat(first.at("/items/0/hash").asText()).matches("[0-9a-f]{64}");
        JsonNode second = json(
                get("acme", "/api/v1/audit?limit=2&after=" + first.at("/next").asText()));
        assertThat(second.at("/items").findValuesAsText("action")).containsExactly("tenant.create");
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void an_operator_reads_the_platforms_chain_and_that_of_the_tenant_it_names() throws Exception {
        assertThat(json(get("op", "/api/v1/audit")).at("/items/0/tenant_id").asText())
                .isEqualTo(TenantId.PLATFORM.value());
        assertThat(json(get("op", "/api/v1/tenants/acme/audit"))
                        .at("/items/0/tenant_id")
                        .asText())
                .isEqualTo(acme.value());
        assertThat(json(get("op", "/api/v1/tenants/acme/audit/head")).at("/seq").asInt())
                .isEqualTo(3);
    }

    @Test
    void another_tenants_chain_is_not_found() throws Exception {
        assertThat(get("globex", "/api/v1/tenants/acme/audit").statusCode()).isEqualTo(404);
        assertThat(get("globex", "/api/v1/tenants/acme/audit/head").statusCode())
                .isEqualTo(404);
        assertThat(get("globex", "/api/v1/tenants/acme/audit?format=jsonl").statusCode())
                .isEqualTo(404);
        assertThat(get("unscoped", "/api/v1/audit").statusCode()).isEqualTo(403);
    }

    @Test
    void an_export_is_verified_offline_against_the_head_that_was_given() throws Exception {
        JsonNode head = json(get("acme", "/api/v1/audit/head"));
        HttpResponse<String> export = get("acme", "/api/v1/audit?format=jsonl");

        assertThat(export.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        AuditChain chain = new AuditChain(head.at("/tenant_id").asText())
                .pin(head.at("/seq").asLong(), head.at("/hash").asText());
        export.body()
                .lines()
                .forEach(line -> chain.accept(AuditChain.entry(line).orElseThrow()));
        assertThat(chain.end()).isInstanceOf(AuditChain.Whole.class);
        assertThat(export.body().lines()).hasSize(3);
    }

    @Test
    void a_client_that_accepts_lines_gets_lines() throws Exception {
        HttpResponse<String> export =
                send(request("acme", "/api/v1/audit?action=token.mint").header("Accept", "application/x-ndjson"));

        assertThat(export.body().lines()).hasSize(1);
        assertThat(export.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    }

    @ParameterizedTest
    @CsvSource({
        "order=up, order",
        "format=xml, format",
        "from=yesterday, from",
        "to=12:00, to",
        "from=%2B1000000000-01-01T00:00:00Z, from",
        "to=-0001-01-01T00:00:00Z, to",
        "after=x, after",
        "limit=0, limit"
    })
    void an_invalid_query_names_the_parameter(String query, String field) throws Exception {
        HttpResponse<String> refused = get("acme", "/api/v1/audit?" + query);

        assertThat(refused.statusCode()).isEqualTo(ErrorCode.INVALID_REQUEST.status());
        assertThat(refused.body()).contains("\"" + field + "\"");
    }

    private static HttpRequest.Builder request(String key, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + key);
    }

    private static HttpResponse<String> get(String key, String path) throws IOException, InterruptedException {
        return send(request(key, path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.read(response.body(), JsonNode.class);
    }

    private static RequestLimiter.State plenty() {
        return new RequestLimiter.State("test", 100, 100, Duration.ofSeconds(1), Duration.ZERO);
    }

    /** {@code op}, {@code acme}, {@code globex}, and acme's {@code unscoped}. */
    private static final class Keys implements Authenticator {
        private final KeyId key = KeyId.next(scene.clock().instant());

        @Override
        public Principal authenticate(Credentials credentials, String origin, String requestId) {
            Set<Scope> scopes = Set.of(Scope.AUDIT_READ);
            return switch (credentials.apiKey()) {
                case "op" -> new Principal.Operator(key, scopes, null, requestId);
                case "acme" -> new Principal.TenantKey(acme, key, scopes, null, requestId);
                case "globex" -> new Principal.TenantKey(globex, key, scopes, null, requestId);
                case "unscoped" -> new Principal.TenantKey(acme, key, Set.of(), null, requestId);
                default -> throw Problem.of(ErrorCode.UNAUTHENTICATED, "There is no such key.");
            };
        }

        @Override
        public TenantId tenant(Principal by, String idOrSlug) {
            return switch (idOrSlug) {
                case "acme" -> acme;
                case "globex" -> globex;
                default -> throw Problem.notFound("tenant");
            };
        }
    }
}
