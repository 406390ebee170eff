// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.kernel.TurnableClock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("What an ended token does to a socket (119)")
class TokenEndTest {
    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");

    @RegisterExtension
    static final TestServer SERVER = TestServer.by(CLOCK);

    private static Answer session(RealtimeScene acme, int seconds) {
        return done(acme.tenant.backend().post("/api/v1/sessions", "{\"user_id\":\"alice\",\"ttl\":" + seconds + "}"));
    }

    @Test
    @DisplayName("F8: an open socket is warned, and ends with its token and session; then there is no other (46, 119)")
    void an_open_socket_does_not_outlive_them() {
        try (RealtimeScene acme = new RealtimeScene(SERVER, "ends-open", CLOCK)) {
            Answer session = session(acme, 75);
            Page page = acme.open(session.at("/agent_c/agent_c_token")).ready();

            CLOCK.turn(Duration.ofSeconds(61));
            long end = page.next("token_expiring").path("expires_at").asLong();
            assertThat(end).isEqualTo(CLOCK.instant().plusSeconds(14).getEpochSecond());
            assertThat(page.isOpen()).isTrue();
            CLOCK.turn(Duration.ofSeconds(14));

            assertThat(page.closed()).matches("4401 token_expired|4403 unauthenticated");
            refused(SERVER.with(session.at("/session_token")).post("/api/auth/refresh"), 401, "unauthenticated");
        }
    }

    @Test
    @DisplayName("F7: a client with an ended token is told so by a code of its own, refreshes once, and is back")
    void an_ended_token_is_no_outage() {
        try (RealtimeScene acme = new RealtimeScene(SERVER, "ends-again", CLOCK)) {
            Answer session = session(acme, 86_400);
            String ended = session.at("/agent_c/agent_c_token");
            CLOCK.turn(Duration.ofHours(1));

            assertThat(acme.open(ended).closed()).isEqualTo("4401 token_expired");
            String fresh = done(SERVER.with(session.at("/session_token")).post("/api/auth/refresh"))
                    .at("/agent_c/agent_c_token");
            acme.open(fresh).ready().say(RealtimeScene.input("back")).next("message");
        }
    }

    @Test
    @DisplayName("a socket lives on under the token that it was given meanwhile (119)")
    void a_renewed_socket_outlives_its_first_token() {
        try (RealtimeScene acme = new RealtimeScene(SERVER, "ends-later", CLOCK)) {
            Answer session = session(acme, 86_400);
            Page page = acme.open(session.at("/agent_c/agent_c_token")).ready();
            CLOCK.turn(Duration.ofSeconds(30));
            Answer fresh = done(SERVER.with(session.at("/session_token")).post("/api/auth/refresh"));

            page.say("{\"type\":\"auth_refresh\",\"token\":\"" + fresh.at("/agent_c/agent_c_token") + "\"}");

            assertThat(page.next("auth_refreshed").path("expires_at").asLong())
                    .isEqualTo(CLOCK.instant().plusSeconds(3_600).getEpochSecond());
        }
    }
}
