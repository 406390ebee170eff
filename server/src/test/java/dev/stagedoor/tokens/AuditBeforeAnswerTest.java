// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import static dev.stagedoor.app.TestTenant.claims;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A token leaves only after its entry of the audit is durable (T1)")
@Tag("slow")
class AuditBeforeAnswerTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String WITH_AGENT = "{\"room_config\":{\"agents\":[{\"agent_name\":\"demo\"}]}}";
    private static final String CALL = "{\"agent_slug\":\"demo\",\"user_id\":\"alice\",\"wait\":\"none\"}";

    private static TestTenant acme;
    private static TestTenant globex;

    @BeforeAll
    static void twoTenants() {
        acme = new TestTenant(SERVER, "acme").withAgent("demo", "{}");
        globex = new TestTenant(SERVER, "globex").withAgent("demo", "{}");
        SERVER.sql("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'no space left on device'; END $$;
            GRANT EXECUTE ON FUNCTION refuse() TO PUBLIC\
            """);
    }

    @AfterAll
    static void close() {
        acme.close();
        globex.close();
    }

    /** When PostgreSQL refuses. */
    enum Refusal {
        AT_THE_INSERT("CREATE TRIGGER refused BEFORE INSERT ON audit_entries"),
        AT_THE_COMMIT("CREATE CONSTRAINT TRIGGER refused AFTER INSERT ON audit_entries DEFERRABLE INITIALLY DEFERRED");

        private final String trigger;

        Refusal(String trigger) {
            this.trigger = trigger;
        }

        void begin(TestTenant tenant) {
            SERVER.sql(
                    trigger + " FOR EACH ROW WHEN (NEW.tenant_id = '" + tenant.id() + "') EXECUTE FUNCTION refuse()");
        }
    }

    @AfterEach
    void writableAgain() {
        SERVER.sql("DROP TRIGGER IF EXISTS refused ON audit_entries");
        open();
    }

    private static void open() {
        SERVER.sql("GRANT CONNECT ON DATABASE " + database() + " TO PUBLIC");
    }

    private static String database() {
        return SERVER.column("SELECT current_database()").getFirst();
    }

    @ParameterizedTest
    @EnumSource
    void an_audit_that_cannot_be_written_is_503_for_its_tenant_and_nobody_else(Refusal refusal) {
        String old = done(acme.token("{}")).at("/participant_token");
        long granted = acme.ledger("tokens_used");
        acme.livekit().calls().clear();
        refusal.begin(acme);

        List<Answer> answers = List.of(
                acme.token("{}"),
                acme.token(WITH_AGENT),
                acme.backend().post("/api/v1/tokens/refresh", "{\"token\":\"" + old + "\"}"),
                acme.trigger(CALL));
        for (Answer answer : answers) {
            refused(answer, 503, "audit_unavailable");
            assertThat(answer.json().toString()).as("a refusal").doesNotContain("eyJ");
        }
        done(globex.token("{}"));
        done(globex.token(WITH_AGENT));
        done(globex.trigger(CALL));

        assertThat(acme.ledger("tokens_used")).as("tokens paid for").isEqualTo(granted);
        assertThat(acme.livekit().calls().all()).as("what LiveKit was asked").isEmpty();
        assertThat(acme.backend().get("/api/v1/calls").json().path("items")).isEmpty();
        assertThat(acme.backend().get("/api/v1/dispatches").json().path("items"))
                .isEmpty();

        writableAgain();
        done(acme.token("{}"));
    }

    @Test
    void every_token_that_was_given_is_in_the_chain_and_none_that_was_not() {
        List<String> given = new ArrayList<>();
        TestTenant initech = new TestTenant(SERVER, "initech").withAgent("demo", "{}");
        try (initech) {
            Stream.of("{}", WITH_AGENT, "{\"participant_identity\":\"alice\"}")
                    .forEach(body -> given.add(done(initech.token(body)).at("/participant_token")));
            given.add(done(initech.page("demo").post("/api/v1/tokens", "{}")).at("/participant_token"));
            given.add(done(initech.trigger(CALL)).at("/participant_token"));
            given.add(done(initech.backend().post("/api/v1/tokens/refresh", "{\"token\":\"" + given.getFirst() + "\"}"))
                    .at("/participant_token"));
            refused(initech.token("{\"grants\":{\"room_admin\":true}}"), 422, "not_permitted_by_policy");

            List<String> written = Stream.of("token.mint", "token.refresh")
                    .flatMap(action -> initech.audited(action).stream())
                    .map(detail -> detail.path("jti").asText())
                    .toList();
            assertThat(given.stream().map(token -> claims(token).path("jti").asText()))
                    .doesNotContain("")
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(written);
            assertThat(initech.ledger("tokens_used")).isEqualTo(given.size());
        }
    }

    @Test
    void a_database_that_is_gone_lets_no_token_out_until_it_is_back() {
        done(acme.token("{}"));
        long granted = acme.ledger("tokens_used");
        SERVER.sql("REVOKE CONNECT ON DATABASE " + database() + " FROM PUBLIC");
        SERVER.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");

        List<Answer> answers = Stream.<Supplier<Answer>>of(() -> acme.token("{}"), () -> acme.trigger(CALL))
                .parallel()
                .map(Supplier::get)
                .toList();
        for (Answer answer : answers) {
            assertThat(answer.status()).as("%s", answer).isEqualTo(503);
            assertThat(answer.code()).as("whatever could not be done first").isIn("audit_unavailable", "busy");
            assertThat(answer.json().toString()).doesNotContain("eyJ");
        }

        open();
        until("it is served again", () -> acme.token("{}").status() == 201);
        assertThat(acme.audited("token.mint")).hasSize(Math.toIntExact(acme.ledger("tokens_used")));
        assertThat(acme.ledger("tokens_used")).isGreaterThan(granted);
    }

    @Test
    void no_token_is_written_down_itself() {
        String token = done(acme.token("{}")).at("/participant_token");

        assertThat(SERVER.column("SELECT count(*) FROM audit_entries WHERE detail LIKE '%eyJ%'"))
                .containsExactly("0");
        assertThat(token).startsWith("eyJ");
    }
}
