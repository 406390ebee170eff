// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.e2e.Await;
import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.LiveKit;
import dev.stagedoor.e2e.Person;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** T4: what is revoked stays revoked, including for those already in a room and those who rejoin. */
class TakenBackTest {
    @RegisterExtension
    static final Dev DEV = Dev.shared();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void a_suspended_tenant_gets_no_token_and_its_rooms_are_emptied_again_and_again() {
        Answer token = token("{\"room_name\":\"lobby\",\"participant_identity\":\"alice\"}");
        try (Person alice = enters(token)) {
            DEV.get().shell().stagedoor("tenants", "suspend", "globex", "--yes").must();

            Answer refused = token("{}");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.at("/code")).isEqualTo("tenant_suspended");
            alice.await("disconnected");
            removedOnComingBack(token, "alice");
        } finally {
            DEV.get().shell().stagedoor("tenants", "resume", "globex").must();
        }
        Answer resumed = token("{\"room_name\":\"hall\",\"participant_identity\":\"alice\"}");
        assertThat(resumed.status()).isEqualTo(201);
        try (Person alice = enters(resumed)) {
            assertThat(alice.isThere()).isTrue();
        }
    }

    @Test
    void a_revoked_user_is_removed_again_on_coming_back_and_the_others_stay() {
        Answer bobs = token("{\"room_name\":\"office\",\"participant_identity\":\"bob\"}");
        Answer carols = token("{\"room_name\":\"office\",\"participant_identity\":\"carol\"}");
        try (Person carol = enters(carols);
                Person bob = enters(bobs)) {
            assertThat(DEV.asks(DEV.get().ready().operatorKey())
                            .post("/api/v1/tenants/globex/users/bob/revoke")
                            .status())
                    .isEqualTo(200);

            Answer refused = token("{\"room_name\":\"office\",\"participant_identity\":\"bob\"}");
            assertThat(refused.status()).isEqualTo(403);
            bob.await("disconnected");
            removedOnComingBack(bobs, "bob");

            assertThat(carol.isThere()).isTrue();
            assertThat(identities(carols)).containsExactly("carol");
        }
    }

    private static Answer token(String request) {
        return DEV.asks(DEV.tenant("globex").apiKey()).post("/api/v1/tokens", request);
    }

    private static Person enters(Answer token) {
        return Person.in(token.at("/server_url"), token.at("/participant_token"));
    }

    /** LiveKit still accepts the old token, or has no such room; either way they do not stay long. */
    private static void removedOnComingBack(Answer token, String identity) {
        try (Person again = Person.goes(token.at("/server_url"), token.at("/participant_token"))) {
            JsonNode end = Await.value("the end of a comeback", PATIENCE, again::ending);
            assertThat(end.path("event").asText()).isIn("disconnected", "connect_failed");
        }
        Await.until(
                "no " + identity + " in the room",
                PATIENCE,
                () -> !identities(token).contains(identity));
    }

    private static List<String> identities(Answer token) {
        return LiveKit.identities(DEV.tenant("globex"), token.at("/room_name"));
    }
}
