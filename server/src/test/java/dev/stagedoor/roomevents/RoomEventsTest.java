// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.roomevents;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.calls.CallsConfig;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.sandbox.SandboxMethod;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName(
        "D6, I5: a LiveKit server's webhooks make us look earlier, at the rooms of the tenant whose key signed them")
@Tag("slow")
class RoomEventsTest {
    /** So rarely that within a test only a hint makes a call due. */
    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(usual -> TestConfig.with(
            usual,
            new CallsConfig(
                    CallsConfig.STANDARD.joinTimeout(), Duration.ofHours(1), CallsConfig.STANDARD.roomEmptyTimeout())));

    private static int number;

    private TestTenant acme;
    private TestTenant globex;

    @BeforeEach
    void twoTenants() {
        acme = new TestTenant(SERVER, "acme-" + ++number).withAgent("demo");
        globex = new TestTenant(SERVER, "globex-" + number).withAgent("demo");
    }

    @AfterEach
    void close() {
        acme.close();
        globex.close();
    }

    private static ApiKey key(TestTenant tenant) {
        return ApiKey.of(tenant.keyId(), tenant.secret());
    }

    private static int looks(TestTenant tenant) {
        return tenant.livekit().calls().of(SandboxMethod.LIST_PARTICIPANTS).size();
    }

    @Test
    void the_room_is_looked_at_at_once_and_its_call_is_due() {
        Answer call = acme.joinedCall("demo");
        acme.livekit().calls().clear();

        assertThat(LiveKitWebhook.of(key(acme), "participant_left", call.at("/room_name"))
                        .sentTo(SERVER))
                .isEqualTo(204);

        until("the dispatch's driver has looked", () -> looks(acme) > 0);
        until("the call has been checked", () -> checked(call));
    }

    /** It is due in an hour again, counted from the hint. */
    private static boolean checked(Answer call) {
        return SERVER.column(
                        "SELECT next_at - created_at > interval '1 hour 50 milliseconds' FROM calls WHERE call_id = '"
                                + call.at("/call_id") + "'")
                .getFirst()
                .equals("t");
    }

    @Test
    void a_genuine_webhook_about_another_tenants_room_changes_nothing() {
        Answer call = acme.joinedCall("demo");
        Answer own = globex.joinedCall("demo");

        assertThat(LiveKitWebhook.of(key(globex), "participant_left", call.at("/room_name"))
                        .sentTo(SERVER))
                .isEqualTo(204);
        assertThat(LiveKitWebhook.of(key(globex), "participant_left", own.at("/room_name"))
                        .sentTo(SERVER))
                .isEqualTo(204);

        until("what came later has been heard", () -> checked(own));
        assertThat(checked(call)).isFalse();
    }

    @Test
    void whoever_does_not_sign_it_is_refused() {
        String body = LiveKitWebhook.body("room_started", acme.slug() + ".lobby", "EV_x");
        LiveKitWebhook good = LiveKitWebhook.of(key(acme), body, Duration.ZERO);

        assertThat(good.withBody(body + " ").sentTo(SERVER)).as("another body").isEqualTo(401);
        assertThat(good.authorizedBy("").sentTo(SERVER)).as("no token").isEqualTo(401);
        assertThat(good.authorizedBy("x.y.z").sentTo(SERVER)).as("no JWT").isEqualTo(401);
        assertThat(LiveKitWebhook.of(ApiKey.of(acme.keyId(), globex.secret()), body, Duration.ZERO)
                        .sentTo(SERVER))
                .as("another tenant's secret")
                .isEqualTo(401);
        assertThat(LiveKitWebhook.of(
                                ApiKey.of("APInobody", "a secret that nobody here has, at all"), body, Duration.ZERO)
                        .sentTo(SERVER))
                .as("an unknown key")
                .isEqualTo(401);
        assertThat(good.sentTo(SERVER)).as("as it was").isEqualTo(204);
        assertThat(good.authorizedBy("Bearer " + good.authorization()).sentTo(SERVER))
                .as("with Bearer")
                .isEqualTo(204);
    }

    @Test
    void clocks_may_differ_by_five_minutes_and_no_more() {
        String body = LiveKitWebhook.body("room_started", acme.slug() + ".lobby", "EV_clock");

        assertThat(LiveKitWebhook.of(key(acme), body, Duration.ofSeconds(290)).sentTo(SERVER))
                .isEqualTo(204);
        assertThat(LiveKitWebhook.of(key(acme), body, Duration.ofSeconds(310)).sentTo(SERVER))
                .isEqualTo(401);
        assertThat(LiveKitWebhook.of(key(acme), body, Duration.ofSeconds(-590)).sentTo(SERVER))
                .isEqualTo(204);
        assertThat(LiveKitWebhook.of(key(acme), body, Duration.ofSeconds(-610)).sentTo(SERVER))
                .isEqualTo(401);
    }

    @Test
    void what_is_no_event_is_refused_and_what_is_new_is_taken() {
        String nothing = "[]";
        String tooLong = " ".repeat(1024 * 1024 + 1);
        String future = "{\"event\":\"agent_job_teleported\",\"id\":\"EV_f\",\"job\":{\"type\":\"JT_MOON\"}}";

        assertThat(LiveKitWebhook.of(key(acme), nothing, Duration.ZERO).sentTo(SERVER))
                .isEqualTo(401);
        assertThat(LiveKitWebhook.of(key(acme), tooLong, Duration.ZERO).sentTo(SERVER))
                .isEqualTo(413);
        assertThat(LiveKitWebhook.of(key(acme), future, Duration.ZERO).sentTo(SERVER))
                .isEqualTo(204);
        assertThat(LiveKitWebhook.of(key(acme), future, Duration.ZERO)
                        .withType("text/plain")
                        .sentTo(SERVER))
                .isEqualTo(415);
    }

    @Test
    void what_a_revoked_key_signed_is_refused() {
        String body = LiveKitWebhook.body("room_started", acme.slug() + ".lobby", "EV_old");
        LiveKitWebhook byFirst = LiveKitWebhook.of(key(acme), body, Duration.ZERO);
        acme.joinedCall("demo");
        assertThat(byFirst.sentTo(SERVER)).isEqualTo(204);

        done(SERVER.operator().post(acme.path("/credentials/livekit/revoke"), "{\"version\":1}"));

        assertThat(byFirst.sentTo(SERVER)).isEqualTo(401);
    }
}
