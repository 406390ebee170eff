package dev.stagedoor.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** T3, T4: who was put out of a room stays out until his tenant grants him a token for it again. */
class LetInAgainTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static TestTenant acme;

    @BeforeAll
    static void aTenantWithAnAgent() {
        acme = new TestTenant(SERVER, "acme").withAgent("greeter");
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    @Test
    void theNextCallInTheSameRoomLetsItsUserInAgain() {
        String call = "{\"agent_slug\":\"greeter\",\"user_id\":\"alice\",\"room_name\":\"desk\",\"wait\":\"joined\"}";
        Answer first = TestTenant.done(acme.trigger(call));
        TestTenant.done(acme.backend().post("/api/v1/calls/" + first.at("/call_id") + "/end"));
        assertThat(evictedFrom("acme.desk")).containsExactly("alice");

        Answer second = TestTenant.done(acme.trigger(call));
        acme.livekit().state().join("acme.desk", "alice");

        assertThat(second.at("/call_id")).isNotEqualTo(first.at("/call_id"));
        TestTenant.until(
                "she is not looked for any more", () -> evictedFrom("acme.desk").isEmpty());
        assertThat(acme.inside("acme.desk")).contains("alice");
    }

    @Test
    void whoWasRemovedIsRemovedAgainAndCannotRefreshUntilHisTenantGrantsHimAToken() {
        Answer call = acme.joinedCall("greeter");
        String room = call.at("/room_name");
        String refresh = "{\"token\":\"%s\"}".formatted(call.at("/participant_token"));
        acme.livekit().state().join(room, "alice");
        TestTenant.done(acme.backend().post("/api/v1/calls/" + call.at("/call_id") + "/participants/alice/remove"));

        acme.livekit().state().join(room, "alice");
        TestTenant.until("she is out again", () -> !acme.inside(room).contains("alice"));
        TestTenant.refused(acme.backend().post("/api/v1/tokens/refresh", refresh), 403, "participant_removed");

        String again = "{\"room_name\":\"%s\",\"participant_identity\":\"alice\"}".formatted(room);
        TestTenant.done(acme.token(again));
        TestTenant.done(acme.backend().post("/api/v1/tokens/refresh", refresh));
        acme.livekit().state().join(room, "alice");
        TestTenant.until(
                "she is not looked for any more", () -> evictedFrom(room).isEmpty());
        assertThat(acme.inside(room)).contains("alice");
    }

    private static List<String> evictedFrom(String room) {
        return SERVER.column("SELECT subject FROM evictions WHERE room = '" + room + "'");
    }
}
