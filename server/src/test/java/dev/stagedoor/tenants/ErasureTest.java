// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** K1: deleting a tenant erases everything personal from every table and leaves the evidence, which is the ledger. */
@Tag("slow")
class ErasureTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    /** In every field that people fill in. */
    private static final String CANARY = "canary";

    private static TestTenant acme;
    private static TestTenant globex;

    @BeforeAll
    static void twoTenants() {
        acme = planted("acme");
        globex = planted("globex");
    }

    @AfterAll
    static void close() {
        acme.close();
        globex.close();
    }

    private static TestTenant planted(String slug) {
        TestTenant tenant = new TestTenant(SERVER, slug).withAgent("demo");
        done(SERVER.operator().patch(tenant.path(""), "{\"name\":\"canary name\"}"));
        done(SERVER.operator().put(tenant.path("/agents/demo"), """
                {"name":"canary","agent_name":"demo-worker","system_prompt":"canary","voice":"canary"}
                """));
        done(SERVER.operator().put(tenant.path("/credentials/webhook/orders"), "{\"note\":\"canary\"}"));
        tenant.client()
                .keys()
                .create(new NewApiKey(
                        KeyKind.PUBLISHABLE,
                        "canary page",
                        null,
                        null,
                        List.of("https://canary.example"),
                        List.of("demo"),
                        null));
        callOf(tenant);
        done(tenant.token("{\"room_name\":\"canary\",\"participant_identity\":\"canary-guest\",\"participant_name\":"
                + "\"canary\",\"participant_metadata\":\"canary\"}"));
        done(tenant.backend().post("/api/v1/users/canary-revoked/revoke"));
        return tenant;
    }

    private static void callOf(TestTenant tenant) {
        Answer call = done(tenant.backend().once("canary-order").post("/api/v1/trigger", """
                {"agent_slug":"demo","user_id":"canary-user","session_id":"canary-session",
                 "conversation_id":"canary-conversation","room_name":"canary","context":{"mail":"canary@example.com"},
                 "message":"canary says hello","wait":"joined"}
                """));
        done(tenant.backend().post("/api/v1/calls/" + call.at("/call_id") + "/participants/canary-user/remove"));
    }

    /** The tables in which the tenant has a row with a canary, except the ledger's entries. */
    private static List<String> tablesWithCanaries(String id) {
        return SERVER.column("""
                        SELECT c.table_name FROM information_schema.columns c
                          JOIN information_schema.tables t USING (table_schema, table_name)
                         WHERE c.table_schema = 'stagedoor' AND c.column_name = 'tenant_id'
                           AND t.table_type = 'BASE TABLE' AND c.table_name NOT LIKE 'audit\\_%'
                         ORDER BY 1
                        """).stream()
                .filter(table -> !SERVER.column("SELECT 1 FROM " + table + " t WHERE t.tenant_id = '" + id
                                + "' AND t::text LIKE '%" + CANARY + "%' LIMIT 1")
                        .isEmpty())
                .toList();
    }

    @Test
    void nothing_personal_is_left_in_any_table_and_another_tenant_keeps_all_of_it() {
        String deleted = acme.id();
        String kept = globex.id();
        List<String> before = tablesWithCanaries(deleted);
        assertThat(before)
                .as("planted")
                .contains(
                        "agents",
                        "api_key_origins",
                        "api_keys",
                        "app_users",
                        "calls",
                        "credentials",
                        "dispatches",
                        "evictions",
                        "idempotency_keys",
                        "tenants");
        assertThat(tablesWithCanaries(kept)).isEqualTo(before);

        done(SERVER.operator().delete(acme.path("")));

        assertThat(tablesWithCanaries(deleted)).isEmpty();
        assertThat(tablesWithCanaries(kept)).isEqualTo(before);
        assertThat(SERVER.column("SELECT action FROM audit_entries WHERE tenant_id = '" + deleted + "' ORDER BY seq"))
                .contains("call.trigger", "user.revoke")
                .endsWith("tenant.delete");
    }
}
