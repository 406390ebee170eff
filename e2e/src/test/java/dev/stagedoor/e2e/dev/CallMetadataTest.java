// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the caller's backend says about a call reaches a real agent, which uses it: {@code docs/guides/agents.md}. */
class CallMetadataTest {
    @RegisterExtension
    static final Dev DEV = Dev.shared();

    @Test
    void the_agent_greets_with_the_context_and_the_message_of_the_call() {
        Answer call = done(DEV.asks(DEV.tenant("acme").apiKey()).post("/api/v1/trigger", """
            {"agent_slug":"demo","user_id":"alice","context":{"room":12,"guest":"Ms Woolf"},
             "message":"Late check-out?","wait":"joined"}"""));

        try (Person alice = Person.in(call.at("/server_url"), call.at("/participant_token"))) {
            assertThat(alice.awaitText("Hello.").path("text").asText())
                    .endsWith("I was told: room 12, guest Ms Woolf. You asked: Late check-out?");
        }
    }
}
