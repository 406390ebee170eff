// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.TwirpCode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("There is no other credential: missing, rejected and unreachable are said as what they are (I3)")
@Tag("slow")
class NoFallbackTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(NoFallbackTest::impatient);

    private static final String CALL = "{\"agent_slug\":\"demo\",\"user_id\":\"alice\"}";
    private static int number;

    private TestTenant acme;
    private TestTenant globex;

    private static AppConfig impatient(AppConfig usual) {
        CallsConfig calls = new CallsConfig(
                Duration.ofSeconds(2),
                usual.calls().pollInterval(),
                usual.calls().roomEmptyTimeout());
        return TestConfig.with(usual, usual.dispatch(), calls);
    }

    @BeforeEach
    void twoTenants() {
        acme = new TestTenant(SERVER, "acme-" + ++number).withAgent("demo");
        globex = new TestTenant(SERVER, "globex-" + number).withAgent("demo");
        globex.livekit().calls().clear();
    }

    @AfterEach
    void nobodyElseWasAsked() {
        assertThat(globex.livekit().calls().all()).as("another tenant's server").isEmpty();
        acme.close();
        globex.close();
    }

    @Test
    void a_missing_credential_is_422_and_names_its_kind() {
        done(SERVER.operator().post(acme.path("/credentials/livekit/revoke"), "{}"));
        acme.livekit().calls().clear();

        for (Answer answer : new Answer[] {acme.trigger(CALL), acme.token("{}")}) {
            assertThat(refused(answer, 422, "credential_missing").at("/detail")).contains("livekit");
        }
        assertThat(acme.livekit().calls().all()).isEmpty();
        assertThat(acme.ledger("calls_open")).isZero();
    }

    @Test
    void a_rejected_credential_is_422_and_is_not_tried_again() {
        acme.livekit().calls().clear();
        acme.livekit().faults().always(Fault.failed(TwirpCode.UNAUTHENTICATED, "invalid API key"));

        refused(acme.trigger(CALL), 422, "credential_rejected");

        assertThat(acme.livekit().calls().of(SandboxMethod.CREATE_ROOM)).hasSize(1);
        assertThat(acme.ledger("calls_open")).isZero();
        assertThat(acme.ledger("seconds_reserved")).isZero();
    }

    @Test
    void an_unreachable_server_is_503_and_not_an_absence() {
        acme.livekit().close();

        Answer answer = refused(acme.trigger(CALL), 503, "provider_unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(done(acme.backend().get("/api/v1/credentials/livekit")).at("/state"))
                .isEqualTo("active");
        done(acme.token("{}"));
    }
}
