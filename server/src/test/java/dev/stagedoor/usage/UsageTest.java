// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.usage;

import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Usage is the time that people and agents really were in rooms, by the tenant's own days")
@Tag("slow")
class UsageTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenantWithTwoCalls() {
        acme = new TestTenant(SERVER, "acme-" + ++number);
        call("call_a" + number, "receptionist", "alice", "2026-03-01T21:30:00Z");
        // Through midnight in UTC and in Berlin: from 22:30 to 00:30 in UTC.
        participant("call_a" + number, "PA_1", "alice", "standard", "2026-03-01T22:30:00Z", "2026-03-02T00:30:00Z");
        participant("call_a" + number, "PA_2", "agent-AJ_1", "agent", "2026-03-01T22:30:10Z", "2026-03-01T23:30:10Z");
        call("call_b" + number, "sales", "bob", "2026-03-02T09:00:00Z");
        participant("call_b" + number, "PA_3", "bob", "sip", "2026-03-02T09:00:00Z", "2026-03-02T09:01:30Z");
    }

    private void cost(String call, long micros, String begun) {
        SERVER.sql("INSERT INTO phone_costs (tenant_id, leg_id, call_id, kind, prefix, per_minute_micros, fee_micros,"
                + " minimum_seconds, step_seconds, longest_seconds, held_micros, begun_at, due_at, settled_at, cost_micros)"
                + " VALUES ('%1$s', '%2$s', '%2$s', 'INBOUND', '+', 1, 0, 60, 60, 60, 0, '%3$s', '%3$s', '%3$s', %4$d)"
                        .formatted(acme.id(), call, begun, micros));
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private void call(String id, String agent, String user, String at) {
        SERVER.sql("INSERT INTO calls (tenant_id, call_id, agent_slug, mode, user_id, room, credential_version,"
                + " reserved_seconds, created_at, must_end_at, next_at, ended_at, end_reason)"
                + " VALUES ('%1$s', '%2$s', '%3$s', 'VOICE', '%4$s', 'r', 1, 0, '%5$s', '%5$s', '%5$s', '%5$s', 'REQUESTED')"
                        .formatted(acme.id(), id, agent, user, at));
    }

    private void participant(String call, String sid, String identity, String kind, String joined, String left) {
        SERVER.sql(
                "INSERT INTO participants (tenant_id, room_sid, participant_sid, room, call_id, agent_slug, identity, kind,"
                        + " joined_at, seen_at, left_at) SELECT tenant_id, 'RM_1', '%s', room, call_id, agent_slug, '%s', '%s', '%s', '%5$s', '%s'"
                                .formatted(sid, identity, kind, joined, left)
                                .replace("%5$s", joined)
                        + " FROM calls WHERE call_id = '" + call + "'");
    }

    private JsonNode usage(String query) {
        return acme.backend().get("/api/v1/usage?" + query).json();
    }

    private static List<String> keys(JsonNode usage) {
        return usage.path("items").findValuesAsText("key");
    }

    @Test
    void a_session_through_midnight_counts_in_both_days_as_much_as_it_lasted_in_each() {
        JsonNode usage = usage("from=2026-03-01&to=2026-03-02");

        assertThat(keys(usage)).containsExactly("2026-03-01", "2026-03-02");
        assertThat(usage.at("/items/0/participant_seconds").asLong()).isEqualTo(90 * 60);
        assertThat(usage.at("/items/1/participant_seconds").asLong()).isEqualTo(30 * 60 + 90);
        assertThat(usage.at("/items/0/agent_seconds").asLong()).isEqualTo(60 * 60);
        assertThat(usage.at("/items/0/calls").asLong()).isEqualTo(1);
        assertThat(usage.at("/total/participant_seconds").asLong()).isEqualTo(120 * 60 + 90);
        assertThat(usage.at("/total/calls").asLong()).isEqualTo(2);
    }

    @Test
    void days_begin_in_the_time_zone_that_was_asked_for() {
        JsonNode usage = usage("from=2026-03-01&to=2026-03-02&time_zone=Europe/Berlin");

        assertThat(usage.at("/items/0/participant_seconds").asLong()).isEqualTo(30 * 60);
        assertThat(usage.at("/items/1/participant_seconds").asLong()).isEqualTo(90 * 60 + 90);
    }

    @Test
    void what_calls_by_phone_cost_counts_on_the_day_on_which_they_began() {
        cost("call_a" + number, 1_500_000, "2026-03-01T23:30:00Z");
        cost("call_b" + number, 8_500, "2026-03-02T09:00:00Z");

        JsonNode utc = usage("from=2026-03-01&to=2026-03-02");
        JsonNode berlin = usage("from=2026-03-02&to=2026-03-02&time_zone=Europe/Berlin");
        JsonNode agents = usage("by=agent&from=2026-03-01&to=2026-03-02");

        assertThat(utc.at("/items/0/cost").asDouble()).isEqualTo(1.5);
        assertThat(utc.at("/items/1/cost").asDouble()).isEqualTo(0.0085);
        assertThat(utc.at("/total/cost").asDouble()).isEqualTo(1.5085);
        assertThat(berlin.at("/total/cost").asDouble()).isEqualTo(1.5085);
        assertThat(agents.at("/items/0/cost").asDouble()).isEqualTo(1.5);
    }

    @Test
    void by_agent_and_by_user_only_those_that_used_anything_are_told() {
        JsonNode agents = usage("by=agent&from=2026-03-01&to=2026-03-02");
        JsonNode users = usage("by=user&from=2026-03-02&to=2026-03-02");

        assertThat(keys(agents)).containsExactly("receptionist", "sales");
        assertThat(agents.at("/items/0/agent_seconds").asLong()).isEqualTo(60 * 60);
        assertThat(keys(users)).containsExactly("alice", "bob");
        assertThat(users.at("/items/0/participant_seconds").asLong()).isEqualTo(30 * 60);
        assertThat(users.at("/items/1/participant_seconds").asLong()).isEqualTo(90);
    }

    @Test
    void as_csv_a_user_whose_name_reads_as_a_formula_stays_a_text() {
        call("call_c" + number, "sales", "=cmd|/C calc!A0", "2026-03-02T09:00:00Z");
        cost("call_b" + number, 8_500, "2026-03-02T09:00:00Z");

        List<String> csv = acme.backend().events("/api/v1/usage?by=user&from=2026-03-02&to=2026-03-02&format=csv", "0");

        assertThat(csv)
                .containsExactly(
                        "user,calls,dispatches,participant_seconds,agent_seconds,tokens,cost",
                        "\"'=cmd|/C calc!A0\",1,0,0,0,,0",
                        "alice,0,0,1800,0,,0",
                        "bob,1,0,90,0,,0.0085");
    }

    /** An entry of the audit log, which usage reads; its hashes do not matter here. */
    private void token(String action, String at, String detail) {
        SERVER.sql("INSERT INTO audit_entries SELECT tenant_id, seq + 1, 'aud_' || seq, '" + at + "', '" + action
                + "', 'a', 't', 'r', '" + detail + "', hash, hash FROM tenant_ledger WHERE tenant_id = '" + acme.id()
                + "';"
                + " UPDATE tenant_ledger SET seq = seq + 1 WHERE tenant_id = '" + acme.id() + "'");
    }

    @Test
    void tokens_count_on_their_day_and_by_their_agent_whether_or_not_they_were_counted_already() {
        token("token.mint", "2026-03-01T22:59:00Z", "{}");
        token("token.mint", "2026-03-01T23:01:00Z", "{\"agent\":\"sales\"}");
        token("token.refresh", "2026-03-02T10:00:00Z", "{}");
        token("call.end", "2026-03-02T10:00:00Z", "{}");
        String days = "from=2026-03-01&to=2026-03-02&time_zone=Europe/Berlin";
        JsonNode behind = usage(days);
        JsonNode ofAgents = usage("by=agent&" + days);

        until("all are counted", this::counted);
        JsonNode counted = usage(days);

        assertThat(behind).isEqualTo(counted);
        assertThat(counted.at("/items/0/tokens").asLong()).isEqualTo(1);
        assertThat(counted.at("/items/1/tokens").asLong()).isEqualTo(2);
        assertThat(usage("by=agent&" + days)).isEqualTo(ofAgents);
        assertThat(ofAgents.at("/items/1/key").asText()).isEqualTo("sales");
        assertThat(ofAgents.at("/items/1/tokens").asLong()).isEqualTo(1);
        assertThat(ofAgents.at("/total/tokens").asLong()).isEqualTo(1);
    }

    private boolean counted() {
        return !SERVER.column("SELECT 1 FROM token_counted c JOIN tenant_ledger l USING (tenant_id, seq)"
                        + " WHERE tenant_id = '" + acme.id() + "'")
                .isEmpty();
    }

    @Test
    void operators_see_what_each_tenant_used_page_by_page() {
        token("token.mint", "2026-03-01T10:00:00Z", "{}");
        String days = "/api/v1/platform/usage?from=2026-03-01&to=2026-03-02";
        List<JsonNode> lines = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = SERVER.operator().get(days + "&limit=1" + next).json();
            page.path("items").forEach(lines::add);
            next = page.path("next").isMissingNode()
                    ? ""
                    : "&after=" + page.path("next").asText();
        } while (!next.isEmpty());

        assertThat(lines)
                .filteredOn(line -> line.path("tenant").asText().equals(acme.slug()))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("calls").asLong()).isEqualTo(2);
                    assertThat(line.path("participant_seconds").asLong()).isEqualTo(120 * 60 + 90);
                    assertThat(line.path("agent_seconds").asLong()).isEqualTo(60 * 60);
                    assertThat(line.path("tokens").asLong()).isEqualTo(1);
                });
        refused(acme.backend().get(days), 403, "forbidden");
    }

    @Test
    void days_of_which_something_was_deleted_are_refused_rather_than_told_too_small() {
        SERVER.sql(
                "INSERT INTO retention_marks VALUES ('" + acme.id() + "', 'participants', '2026-03-01T12:00:00Z'), ('"
                        + acme.id() + "', 'deliveries', '2026-03-20T12:00:00Z')");

        Answer gone = acme.backend().get("/api/v1/usage?from=2026-03-01&to=2026-03-02");
        assertThat(refused(gone, 422, "invalid_request").fields()).containsExactly("from");
        assertThat(gone.json().toString()).contains("2026-03-02");
        assertThat(usage("from=2026-03-02&to=2026-03-02")
                        .at("/total/participant_seconds")
                        .asLong())
                .isEqualTo(30 * 60 + 90);
        assertThat(keys(usage("to=2026-03-02"))).as("of the usual thirty days").containsExactly("2026-03-02");
    }

    @Test
    void what_cannot_be_read_is_refused_with_the_field() {
        Answer tooMany = acme.backend().get("/api/v1/usage?from=2024-01-01&to=2026-03-02");
        assertThat(refused(tooMany, 422, "invalid_request").fields()).containsExactly("from");
        assertThat(refused(acme.backend().get("/api/v1/usage?time_zone=Mars"), 422, "invalid_request")
                        .fields())
                .containsExactly("time_zone");
        assertThat(refused(acme.backend().get("/api/v1/usage?by=moon"), 422, "invalid_request")
                        .fields())
                .containsExactly("by");
    }
}
