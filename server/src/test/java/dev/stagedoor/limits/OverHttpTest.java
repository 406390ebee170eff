// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.limits.NodeOverHttp.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tenants and keys over HTTP, on two nodes with one database. */
@Tag("slow")
class OverHttpTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static TestNode node;
    private static NodeOverHttp a;
    private static NodeOverHttp b;
    private static String operator;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, CLOCK);
        operator = node.operatorKey().revealText();
        a = new NodeOverHttp(node, CLOCK);
        b = new NodeOverHttp(node.another(), CLOCK);
    }

    @AfterAll
    static void end() {
        a.close();
        b.close();
        node.close();
    }

    @Test
    void an_operator_creates_changes_and_deletes_a_tenant() {
        Answer made = a.post("/api/v1/tenants", operator, """
                {"slug": "initech", "name": "Initech", "policy": {"max_ttl": 600}}""");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("policy").path("default_ttl").asInt()).isEqualTo(600);

        Answer changed = b.patch("/api/v1/tenants/initech", operator, """
                {"policy": {"budget": {"tokens": 5}, "grants": ["can_subscribe"]}}""");
        assertThat(changed.json().path("policy").path("budget").path("tokens").asInt())
                .isEqualTo(5);
        assertThat(changed.json().path("policy").path("max_ttl").asInt()).isEqualTo(600);

        Answer receipt = a.delete("/api/v1/tenants/initech", operator);
        assertThat(receipt.status()).isEqualTo(200);
        assertThat(receipt.json().path("data_key_destroyed").asBoolean()).isTrue();
        assertThat(receipt.json().path("backups_hold_wrapped_key_until").asText())
                .isEqualTo("2026-03-31T12:00:00Z");
        assertThat(receipt.json().path("audit_head").path("hash").asText()).hasSize(64);
        assertThat(b.get("/api/v1/tenants/initech", operator).status()).isEqualTo(404);
        assertThat(a.post("/api/v1/tenants", operator, "{\"slug\": \"initech\", \"name\": \"Again\"}")
                        .code())
                .isEqualTo("conflict");
    }

    @Test
    void what_was_suspended_on_one_node_is_refused_on_the_other() {
        String slug = node.tenant().slug();
        String key = newKey(slug, "tenants:read");
        assertThat(b.get("/api/v1/tenant", key).json().path("slug").asText()).isEqualTo(slug);

        assertThat(a.post("/api/v1/tenants/" + slug + "/suspend", operator, "").status())
                .isEqualTo(200);
        assertThat(b.get("/api/v1/tenant", key).code()).isEqualTo("tenant_suspended");
        assertThat(b.get("/api/v1/tenants/" + slug, operator)
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("suspended");

        a.post("/api/v1/tenants/" + slug + "/resume", operator, "");
        assertThat(b.get("/api/v1/tenants/" + slug, key).status()).isEqualTo(200);
    }

    @Test
    void a_key_is_shown_once_and_not_again_to_the_same_request() {
        String slug = node.tenant().slug();
        String path = "/api/v1/tenants/" + slug + "/api-keys";
        String wanted = "{\"name\": \"backend\", \"scopes\": [\"keys:read\", \"keys:write\"]}";

        Answer made = a.send(a.withBody("POST", path, operator, wanted).header("Idempotency-Key", "k1"));
        Answer again = b.send(b.withBody("POST", path, operator, wanted).header("Idempotency-Key", "k1"));

        assertThat(made.http().headers().firstValue("Cache-Control")).hasValue("no-store");
        String key = made.json().path("key").asText();
        String id = made.json().path("api_key").path("id").asText();
        assertThat(again.code()).isEqualTo("key_already_shown");
        assertThat(again.json().toString()).contains(id).doesNotContain(key);
        assertThat(b.get("/api/v1/api-keys", key).json().toString())
                .contains(id)
                .doesNotContain(key);

        assertThat(b.delete("/api/v1/api-keys/" + id, key).status()).isEqualTo(204);
        assertThat(a.get("/api/v1/api-keys", key).code()).isEqualTo("unauthenticated");
    }

    @Test
    void a_key_cannot_give_what_it_lacks_nor_reach_another_tenant() {
        String own = node.tenant().slug();
        String other = node.tenant().slug();
        String key = newKey(own, "keys:write");

        Answer wider = a.post("/api/v1/api-keys", key, "{\"name\": \"x\", \"scopes\": [\"tokens:mint\"]}");
        assertThat(wider.status()).isEqualTo(403);
        for (String path : List.of("/api/v1/tenants/" + other + "/api-keys", "/api/v1/tenants/nobody/api-keys")) {
            Answer foreign = a.post(path, key, "{\"name\": \"x\", \"scopes\": [\"keys:write\"]}");
            assertThat(foreign.code()).isEqualTo("not_found");
            assertThat(foreign.json().path("detail").asText()).isEqualTo("There is no such tenant.");
        }
        assertThat(a.get("/api/v1/operator-keys", key).status()).isEqualTo(403);
        assertThat(a.get("/api/v1/tenants", key).status()).isEqualTo(403);
        assertThat(a.get("/api/v1/api-keys", key).status()).isEqualTo(403);
    }

    @Test
    void a_users_id_may_hold_anything_that_people_can_read() {
        String slug = node.tenant().slug();
        String key = newKey(slug, "users:write");

        Answer revoked = a.post("/api/v1/users/al%2Fice%20%F0%9F%8E%AD/revoke", key, "");
        assertThat(revoked.json().path("id").asText()).isEqualTo("al/ice 🎭");
        assertThat(revoked.json().path("revoked").asBoolean()).isTrue();
        assertThat(b.post("/api/v1/tenants/" + slug + "/users/alice/reinstate", operator, "")
                        .json()
                        .path("revoked")
                        .asBoolean(true))
                .isFalse();
        for (String bad : List.of("a%00b", "a%0Ab", "x".repeat(257))) {
            assertThat(a.post("/api/v1/users/" + bad + "/revoke", key, "").status())
                    .as(bad)
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | {"slug":
                    422 | {"slug": "x-1"}
                    422 | {"slug": "Acme", "name": "x"}
                    422 | {"slug": "a.b", "name": "x"}
                    422 | {"slug": "platform", "name": "x"}
                    422 | {"slug": 5, "name": "x"}
                    422 | {"slug": "x-1", "name": "x", "status": "active"}
                    422 | {"slug": "x-1", "name": "x", "policy": {"max_ttl": 86401}}
                    422 | {"slug": "x-1", "name": "x", "policy": {"max_ttl": 1e99}}
                    422 | {"slug": "x-1", "name": "x", "policy": {"grants": ["room_create"]}}
                    422 | {"slug": "x-1", "name": "x", "policy": {"agents": ["a/b"]}}
                    422 | {"slug": "x-1", "name": "a\\u0000b"}
                    422 | null
                    422 | []
                    """)
    void bad_input_creates_nothing(int status, String json) {
        assertThat(a.post("/api/v1/tenants", operator, json).status()).isEqualTo(status);
        assertThat(a.get("/api/v1/tenants/x-1", operator).status()).isEqualTo(404);
    }

    @Test
    void who_asks_too_fast_is_told_when_to_come_back() {
        String slug = node.tenant().slug();
        String key = newKey(slug, "tenants:read");
        a.patch("/api/v1/tenants/" + slug, operator, """
                {"policy": {"key_limit": {"per_second": 1, "burst": 1}}}""");

        assertThat(a.get("/api/v1/tenant", key).status()).isEqualTo(200);
        Answer refused = a.get("/api/v1/tenant", key);
        assertThat(refused.code()).isEqualTo("rate_limited");
        assertThat(refused.http().headers().firstValue("Retry-After")).hasValue("1");
    }

    private static String newKey(String slug, String scope) {
        Answer made = a.post(
                "/api/v1/tenants/" + slug + "/api-keys",
                operator,
                "{\"name\": \"of the test\", \"scopes\": [\"" + scope + "\"]}");
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        return made.json().path("key").asText();
    }
}
