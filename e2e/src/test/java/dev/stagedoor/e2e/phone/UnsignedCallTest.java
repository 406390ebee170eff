// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.phone;

import static dev.stagedoor.app.TestTenant.claims;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.LiveKit;
import dev.stagedoor.e2e.Person;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.livekit.ParticipantKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The demo number of dev answers a curl without a signature, and no other number does")
class UnsignedCallTest {
    @RegisterExtension
    static final Dev DEV = Dev.shared();

    /** As it was written down before there was a server, but for host and port. */
    private static final String CURL = """
        curl -s -X POST http://localhost:3000/api/sip/inbound \\
          -H "Content-Type: application/json" \\
          -d '{
            "from": "+1234567890",
            "to": "+0987654321"
          }'
        """;

    private static Shell.Ran run(String curl) {
        String here =
                curl.replace("http://localhost:3000", DEV.get().ready().url().toString());
        return DEV.get().shell().run("sh", "-c", here).must();
    }

    @Test
    void the_screen_says_so() {
        assertThat(DEV.get().process().output())
                .contains("unsigned calls to +0987654321 are answered by acme's demo agent; only in dev");
    }

    @Test
    void the_token_is_the_callers_and_the_agent_is_in_the_room() throws Exception {
        Shell.Ran answer = run(CURL);

        JsonNode claims = claims(answer.at("/join_room/token"));
        assertThat(claims.at("/sub").asText()).isEqualTo("caller-1234567890");
        assertThat(claims.at("/name").asText()).isEqualTo("Caller from +1 (234) 567-890");
        assertThat(claims.at("/iss").asText()).isEqualTo(DEV.tenant("acme").livekitKey());
        assertThat(claims.at("/video/room").asText()).isEqualTo(answer.at("/join_room/room"));
        assertThat(claims.at("/exp").asLong() - claims.at("/nbf").asLong()).isBetween(3600L, 3700L);
        assertThat(LiveKit.rooms(DEV.tenant("acme")).listParticipants(answer.at("/join_room/room")))
                .singleElement()
                .satisfies(agent -> assertThat(agent.kind()).isEqualTo(ParticipantKind.AGENT));
    }

    @Test
    void the_token_lets_the_caller_in_and_the_agent_greets_them() {
        Shell.Ran answer = run(CURL);

        try (Person caller = Person.in(answer.at("/join_room/server_url"), answer.at("/join_room/token"))) {
            caller.awaitText("Hello.");
            assertThat(LiveKit.identities(DEV.tenant("acme"), answer.at("/join_room/room")))
                    .contains("caller-1234567890");
        }
    }

    @Test
    void any_other_number_takes_no_unsigned_call() {
        Shell.Ran answer = run(CURL.replace("+0987654321", "+0987654322"));

        assertThat(answer.json().has("join_room")).isFalse();
        assertThat(answer.json().at("/reject/status_code").asInt()).isEqualTo(404);
    }

    @Test
    void a_simulated_call_joins_and_ends() {
        String[] words = "sip simulate --from +12025550143 --to +0987654321 --unsigned".split(" ", -1);

        Shell.Ran simulated = DEV.get().shell().stagedoor(words).must();

        assertThat(simulated.at("/joined/token/identity")).isEqualTo("caller-12025550143");
        assertThat(simulated.json().path("steps").findValuesAsText("detail"))
                .contains("by the agent demo of acme")
                .anyMatch(detail -> detail.matches("joined after \\d+ ms: agent-.*"));
        assertThat(simulated.json().path("steps").findValuesAsText("step")).endsWith("ended");
        assertThat(LiveKit.identities(DEV.tenant("acme"), simulated.at("/joined/room")))
                .isEmpty();
    }

    @Test
    void a_simulated_call_to_any_other_number_is_told_to_be_signed() {
        String[] words = "sip simulate --from +12025550143 --to +0987654322 --unsigned".split(" ", -1);

        Shell.Ran simulated = DEV.get().shell().stagedoor(words);

        assertThat(simulated.code()).isEqualTo(3);
        assertThat(simulated.json().path("steps").findValuesAsText("step"))
                .containsExactly("reachable", "signature", "number");
        assertThat(simulated.json().path("steps").findValuesAsText("remedy"))
                .singleElement()
                .asString()
                .startsWith("sign the call");
    }
}
