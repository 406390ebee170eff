// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.e2e.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Whoever loses access to a room is removed from it, and removed again when they come back (T4)")
class EvictionTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final Duration SOON = Duration.ofSeconds(30);

    private static RealTenant acme;
    private static AgentWorker worker;

    @BeforeAll
    static void a_tenant_with_a_worker() {
        acme = RealTenant.created(SERVER.operator(), "acme").withAgent("demo", "demo-agent");
        worker = AgentWorker.serving(acme.livekit(), "demo-agent");
    }

    @AfterAll
    static void close() {
        worker.close();
        acme.close();
    }

    @Test
    void everybody_when_the_tenant_is_suspended_and_nobody_once_it_is_resumed() {
        Answer token = token("alice", "hall");
        try (Person alice = enter(token);
                Person bob = enter(token("bob", "attic"))) {
            done(SERVER.operator().post("/api/v1/tenants/acme/suspend"));

            assertThat(alice.removal()).isEqualTo("ROOM_DELETED");
            assertThat(bob.removal()).isEqualTo("ROOM_DELETED");
        }
        isRemovedAgain(token, "ROOM_DELETED");
        done(SERVER.operator().post("/api/v1/tenants/acme/resume"));
        try (Person readmitted = enter(token)) {
            RealTenant.lasts("stays", Duration.ofSeconds(5), readmitted::isInside);
        }
    }

    @Test
    void a_revoked_user_from_every_room_and_nobody_else() {
        Answer token = token("carol", "kitchen");
        try (Person carol = enter(token);
                Person elsewhere = enter(token("carol", "cellar"));
                Person dave = enter(token("dave", "kitchen"))) {
            done(acme.key().post("/api/v1/users/carol/revoke"));

            assertThat(carol.removal()).isEqualTo("PARTICIPANT_REMOVED");
            assertThat(elsewhere.removal()).isEqualTo("PARTICIPANT_REMOVED");
            isRemovedAgain(token, "PARTICIPANT_REMOVED");
            assertThat(dave.isInside()).as("%s", dave).isTrue();
        }
    }

    @Test
    void the_user_and_the_agent_of_a_call_that_is_ended() {
        Answer call = joined("erin", "office");
        String room = call.at("/room_name");
        try (Person erin = enter(call)) {
            done(acme.key().post("/api/v1/calls/" + call.at("/call_id") + "/end"));

            assertThat(erin.removal()).isEqualTo("ROOM_DELETED");
            assertThat(acme.hasRoom(room)).isFalse();
            assertThat(acme.dispatched(call.at("/dispatch/id"), "completed").at("/reason"))
                    .isEqualTo("call_ended");
        }
        isRemovedAgain(call, "PARTICIPANT_REMOVED");
        Await.until("no agent is left", SOON, () -> acme.agentsIn(room).isEmpty());
    }

    @Test
    void one_participant_of_a_call_by_name() {
        Answer call = joined("frank", "garden");
        try (Person frank = enter(call);
                Person grace = enter(token("grace", "garden"))) {
            done(acme.key().post("/api/v1/calls/" + call.at("/call_id") + "/participants/frank/remove"));

            assertThat(frank.removal()).isEqualTo("PARTICIPANT_REMOVED");
            isRemovedAgain(call, "PARTICIPANT_REMOVED");
            assertThat(grace.isInside()).as("%s", grace).isTrue();
            assertThat(acme.agentsIn(call.at("/room_name"))).containsExactly(call.at("/dispatch/agent_identity"));
        }
    }

    /** Twice: once could be the tail of the first removal. */
    private static void isRemovedAgain(Answer admitted, String why) {
        for (int i = 0; i < 2; i++) {
            try (Person back = enter(admitted)) {
                assertThat(back.removal()).isEqualTo(why);
            }
        }
    }

    private static Answer joined(String user, String room) {
        Answer call = done(acme.trigger(user, ",\"room_name\":\"" + room + "\",\"wait\":\"joined\""));
        assertThat(call.at("/dispatch/status")).isEqualTo("joined");
        return call;
    }

    private static Answer token(String user, String room) {
        return done(acme.key()
                .post(
                        "/api/v1/tokens",
                        "{\"room_name\":\"%s\",\"participant_identity\":\"%s\"}".formatted(room, user)));
    }

    private static Person enter(Answer admitted) {
        Person person = Person.enter(admitted.at("/server_url"), admitted.at("/participant_token"));
        assertThat(person.gotIn()).as("%s", person).isTrue();
        return person;
    }
}
