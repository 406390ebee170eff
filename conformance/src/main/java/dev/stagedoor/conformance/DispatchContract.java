// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.livekit.api.AgentDispatch;
import dev.stagedoor.livekit.api.CreateDispatch;
import dev.stagedoor.livekit.api.CreateRoom;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Room;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Dispatching agents to rooms, as far as it needs no worker. */
public interface DispatchContract extends UnderTest {
    @Test
    default void a_dispatch_is_returned_with_every_default_and_times_in_nanoseconds_as_text() {
        String room = fresh();
        String json = target().call(DISPATCHES + "CreateDispatch")
                .bearer(target().token().server(room).sign())
                .post("{\"room\":\"" + room + "\",\"agent_name\":\"greeter\",\"metadata\":\"hello\"}")
                .body();
        assertThat(json)
                .matches("\\{\"id\":\"AD_\\w{12}\",\"agent_name\":\"greeter\",\"room\":\"" + room
                        + "\",\"metadata\":\"hello\",\"state\":\\{\"jobs\":\\[\\],\"created_at\":\"\\d{19}\","
                        + "\"deleted_at\":\"0\"\\},\"restart_policy\":\"JRP_ON_FAILURE\"\\}");
    }

    @Test
    default void a_dispatch_makes_its_room_if_need_be() {
        String room = fresh();
        target().dispatches().createDispatch(CreateDispatch.of(room, "greeter", ""));
        assertThat(target().rooms().listRooms(room)).extracting(Room::name).containsExactly(room);
    }

    @Test
    default void a_room_made_without_agents_carries_a_dispatch_without_a_name() {
        String room = fresh();
        target().rooms().createRoom(CreateRoom.named(room));
        assertThat(target().dispatches().listDispatch(room))
                .extracting(AgentDispatch::agentName)
                .containsExactly("");
        AgentDispatch made = target().dispatches().createDispatch(CreateDispatch.of(room, "greeter", ""));
        assertThat(target().dispatches().listDispatch(room))
                .extracting(AgentDispatch::agentName)
                .containsExactlyInAnyOrder("", "greeter");
        assertThat(target().dispatches().getDispatch(room, made.id()))
                .map(AgentDispatch::agentName)
                .contains("greeter");
    }

    @Test
    default void every_dispatch_counts_even_for_the_same_name() {
        String room = fresh();
        CreateDispatch request = CreateDispatch.of(room, "greeter", "");
        String first = target().dispatches().createDispatch(request).id();
        String second = target().dispatches().createDispatch(request).id();
        assertThat(target().dispatches().listDispatch(room))
                .extracting(AgentDispatch::id)
                .contains(first, second);
    }

    @Test
    default void a_dispatch_nobody_serves_stays_listed_without_a_job() {
        String room = fresh();
        AgentDispatch made = target().dispatches().createDispatch(CreateDispatch.of(room, "nobody", ""));
        assertThat(target().dispatches().getDispatch(room, made.id()))
                .hasValueSatisfying(dispatch -> assertThat(dispatch.jobs()).isEmpty());
    }

    @Test
    default void a_dispatch_is_deleted_once_and_returned_as_it_was() {
        String room = fresh();
        AgentDispatch made = target().dispatches().createDispatch(CreateDispatch.of(room, "greeter", "hello"));
        RawCall.Answer deleted = delete(room, made.id());
        assertThat(deleted.json().path("metadata").asText()).isEqualTo("hello");
        assertThat(deleted.json().path("state").path("deleted_at").asText()).isEqualTo("0");
        assertThat(target().dispatches().listDispatch(room))
                .extracting(AgentDispatch::agentName)
                .containsExactly("");
        assertThat(delete(room, made.id()).verdict())
                .isEqualTo("404 not_found: twirp error unknown: dispatch ID not found");
    }

    @Test
    default void an_unknown_dispatch_of_a_live_room_is_an_empty_list() {
        String room = fresh();
        target().rooms().createRoom(CreateRoom.named(room));
        assertThat(target().dispatches().getDispatch(room, "AD_nobody")).isEmpty();
    }

    @Test
    default void the_dispatches_of_a_room_that_is_not_there_are_503_after_three_seconds() {
        long before = System.nanoTime();
        assertThatThrownBy(() -> target().dispatches().listDispatch(fresh()))
                .isInstanceOfSatisfying(LiveKitException.NoSuchRoom.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(503);
                    assertThat(refusal.serverMessage()).isEqualTo("twirp error unknown: no response from servers");
                });
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(2_500));
    }

    @Test
    default void a_caller_in_a_hurry_is_told_of_a_missing_room_sooner_and_by_chance_in_other_words() {
        String room = fresh();
        long before = System.nanoTime();
        for (String method : new String[] {"ListDispatch", "DeleteDispatch"}) {
            String verdict = target().call(DISPATCHES + method)
                    .bearer(target().token().server(room).sign())
                    .header("X-Twirp-Timeout-Ms", "200")
                    .post("{\"room\":\"" + room + "\",\"dispatch_id\":\"AD_nobody\"}")
                    .verdict();
            assertThat(verdict).isIn(NOBODY_ANSWERS, CUT_OFF);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    default void dispatches_go_with_their_room() {
        String room = fresh();
        target().dispatches().createDispatch(CreateDispatch.of(room, "greeter", ""));
        target().rooms().deleteRoom(room);
        target().rooms().createRoom(CreateRoom.named(room));
        assertThat(target().dispatches().listDispatch(room))
                .extracting(AgentDispatch::agentName)
                .containsExactly("");
    }

    private RawCall.Answer delete(String room, String id) {
        return target().call(DISPATCHES + "DeleteDispatch")
                .bearer(target().token().server(room).sign())
                .post("{\"room\":\"" + room + "\",\"dispatch_id\":\"" + id + "\"}");
    }
}
