// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.nodes;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.e2e.Await;
import dev.stagedoor.e2e.livekit.AgentWorker;
import dev.stagedoor.e2e.livekit.Person;
import dev.stagedoor.e2e.livekit.RealTenant;
import dev.stagedoor.livekit.RealServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A tenant moves to another LiveKit server with people inside: new calls are there, and nobody is cut (I2)")
@Tag("slow")
class MovedTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CREDENTIAL = "/api/v1/tenants/acme/credentials/livekit";

    private static RealTenant acme;
    private static RealServer before;
    private static RealServer after;
    private static AgentWorker onOld;
    private static AgentWorker onNew;

    @BeforeAll
    static void two_servers_each_with_a_worker() {
        String hook = "webhook: {api_key: \"${KEY}\", urls: [\""
                + SERVER.operator().base().resolve("/webhooks/livekit") + "\"]}";
        acme = RealTenant.telling(SERVER.operator(), "acme").withAgent("demo", "demo-agent");
        before = acme.livekit();
        after = RealServer.start(hook);
        onOld = AgentWorker.serving(before, "demo-agent");
        onNew = AgentWorker.serving(after, "demo-agent");
    }

    @AfterAll
    static void close() {
        onNew.close();
        onOld.close();
        acme.close();
        (acme.livekit() == after ? before : after).close();
    }

    /** As browsers are given it. */
    private static String wire(RealServer server) {
        return server.url().replaceFirst("^http", "ws");
    }

    private static Answer rotation() {
        return done(SERVER.operator().get(CREDENTIAL + "/rotation"));
    }

    private static Answer joined(String user, String room) {
        Answer call = done(acme.trigger(user, ",\"room_name\":\"" + room + "\""));
        acme.dispatched(call.at("/dispatch/id"), "joined");
        return call;
    }

    private static Answer call(Answer made) {
        return done(acme.key().get("/api/v1/calls/" + made.at("/call_id")));
    }

    private static boolean isEnded(Answer made) {
        return call(made).at("/status").equals("ended");
    }

    private static Person enters(Answer call) {
        Person person = Person.enter(call.at("/server_url"), call.at("/participant_token"));
        assertThat(person.gotIn()).as("%s", person).isTrue();
        return person;
    }

    @Test
    void the_live_call_stays_on_the_old_server_to_its_end_and_the_next_one_is_on_the_new() {
        Answer first = joined("alice", "lobby");
        Answer plain =
                done(acme.key().post("/api/v1/tokens", "{\"room_name\":\"desk\",\"participant_identity\":\"carol\"}"));
        try (Person alice = enters(first);
                Person carol = enters(plain)) {
            Answer moved = done(SERVER.operator().post(CREDENTIAL + "/rotate?from=1", RealTenant.credential(after)));
            assertThat(moved.at("/phase")).isEqualTo("draining");
            assertThat(moved.at("/draining/0/version")).isEqualTo("1");
            assertThat(moved.at("/draining/0/live_calls")).isEqualTo("1");

            Answer second = done(acme.trigger("bob", ",\"room_name\":\"other\""));
            assertThat(second.at("/server_url")).isEqualTo(wire(after));
            assertThat(call(second).at("/credential_version")).isEqualTo("2");
            acme.dispatched(second.at("/dispatch/id"), "joined");
            try (Person bob = enters(second)) {
                oldOneGoesOn(first, plain);
                assertThat(alice.isInside() && carol.isInside() && bob.isInside())
                        .as("%s %s %s", alice, carol, bob)
                        .isTrue();

                done(acme.key().post("/api/v1/calls/" + first.at("/call_id") + "/end"));
                assertThat(alice.removal()).as("cleaned up on the old server").isNotEmpty();
                Await.until("the call has ended", PATIENCE, () -> isEnded(first));
                assertThat(acme.hasRoom(first.at("/room_name"))).isFalse();
                assertThat(rotation().at("/draining/0/live_calls")).isEqualTo("0");
                assertThat(carol.isInside() && bob.isInside()).isTrue();
            }
            backAndForth(first);
        }
    }

    /** Tokens for it, refreshed ones, and who else comes into its room are the old server's. */
    private static void oldOneGoesOn(Answer first, Answer plain) {
        Answer refreshed = done(
                acme.key().post("/api/v1/tokens/refresh", "{\"token\":\"" + plain.at("/participant_token") + "\"}"));
        assertThat(refreshed.at("/server_url")).isEqualTo(wire(before));
        Answer dan = done(acme.trigger("dan", ",\"room_name\":\"lobby\""));
        assertThat(dan.at("/call_id")).isEqualTo(first.at("/call_id"));
        try (Person inside = enters(dan)) {
            assertThat(inside.isInside()).isTrue();
        }
        assertThat(acme.agentsIn(first.at("/room_name"))).hasSize(1);
    }

    /** Rolled back, new calls are on the old server again, and the new one drains. */
    private static void backAndForth(Answer first) {
        Answer back = done(SERVER.operator().post(CREDENTIAL + "/rollback", "{}"));
        assertThat(back.at("/phase")).isEqualTo("rolled_back");
        assertThat(back.at("/draining/0/version")).isEqualTo("2");

        Answer third = joined("erin", "third");
        assertThat(third.at("/server_url")).isEqualTo(wire(before));
        assertThat(third.at("/server_url")).isEqualTo(first.at("/server_url"));
        done(acme.key().post("/api/v1/calls/" + third.at("/call_id") + "/end"));
    }

    @Test
    void i1_to_another_tenants_server_nobody_can_move() {
        RealTenant globex = RealTenant.created(SERVER.operator(), "globex");
        try {
            Answer refused = SERVER.operator().post(CREDENTIAL + "/rotate", RealTenant.credential(globex.livekit()));
            refused(refused, 409, "credential_not_isolated");
            assertThat(refused.json().toString()).doesNotContain("globex");
        } finally {
            globex.close();
        }
    }
}
