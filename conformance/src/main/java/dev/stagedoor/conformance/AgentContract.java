// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.api.AgentDispatch;
import dev.stagedoor.livekit.api.CreateDispatch;
import dev.stagedoor.livekit.api.CreateRoom;
import dev.stagedoor.livekit.api.Job;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Participant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What happens to a dispatch when a worker serves it: a healthy worker of {@code examples/agent} is registered. */
public interface AgentContract extends UnderTest {
    /** The worker's name unless {@link #agentName} says otherwise. */
    String AGENT = "clerk";

    /** A busy machine takes many seconds to start an agent process, and a cold server 5 s to check for workers. */
    Duration SOON = Duration.ofSeconds(60);

    Duration SHORTLY = Duration.ofSeconds(10);

    /** An RPC method of the demo agent, which takes keys to press. */
    String DTMF = "stagedoor.dtmf";

    /** The name that the worker has registered with; requested by no other test, so that none keeps it busy. */
    default String agentName() {
        return AGENT;
    }

    @Test
    default void an_agent_comes_and_is_known_by_kind_identity_and_attribute() {
        String room = fresh();
        target().dispatches().createDispatch(CreateDispatch.of(room, agentName(), "hello"));
        Await.until(SOON, () -> active(room).size() == 1);
        Participant agent = active(room).getFirst();
        assertThat(agent.kind()).isEqualTo(ParticipantKind.AGENT);
        assertThat(agent.identity()).startsWith("agent-AJ_");
        assertThat(agent.attributes())
                .containsEntry("lk.agent_name", agentName())
                .containsEntry("lk.agent.name", agentName());
        assertThat(target().rooms().listRooms(room).getFirst().numParticipants())
                .as("an agent is not counted")
                .isZero();
    }

    @Test
    default void its_job_shows_within_seconds_and_names_it_before_or_after_it_came() {
        String room = fresh();
        AgentDispatch made = target().dispatches().createDispatch(CreateDispatch.of(room, agentName(), "hello"));
        Await.until(SOON, () -> active(room).size() == 1 && !jobs(room, made).isEmpty());
        assertThat(jobs(room, made)).singleElement().satisfies(job -> {
            assertThat(job.dispatchId()).isEqualTo(made.id());
            assertThat(job.metadata()).isEqualTo("hello");
            assertThat(job.state()).isNotNull().satisfies(state -> {
                assertThat(state.status()).isEqualTo(Job.Status.RUNNING);
                assertThat(state.workerId()).startsWith("AW_");
                assertThat(state.participantIdentity())
                        .isEqualTo(active(room).getFirst().identity())
                        .isEqualTo("agent-" + job.id());
            });
        });
    }

    @Test
    default void a_room_made_with_an_agent_has_one_however_often_it_is_made() {
        String room = fresh();
        CreateRoom request = CreateRoom.withAgent(room, RoomAgentDispatch.of(agentName(), ""));
        for (int times = 0; times < 3; times++) target().rooms().createRoom(request);
        Await.until(SOON, () -> active(room).size() == 1);
        AgentDispatch only = target().dispatches().listDispatch(room).getFirst();
        Await.until(SOON, () -> !jobs(room, only).isEmpty());
        assertThat(active(room)).hasSize(1);
    }

    @Test
    default void a_deleted_dispatch_is_unlisted_at_once_and_its_agent_leaves_within_seconds() {
        String room = fresh();
        AgentDispatch made = target().dispatches().createDispatch(CreateDispatch.of(room, agentName(), ""));
        Await.until(SOON, () -> active(room).size() == 1);
        assertThat(target().dispatches().deleteDispatch(room, made.id())).isTrue();
        assertThat(target().dispatches().getDispatch(room, made.id())).isEmpty();
        Await.until(SOON, () -> active(room).isEmpty());
    }

    @Test
    default void an_agent_that_is_thrown_out_is_gone_and_its_job_goes_on_running() {
        String room = fresh();
        AgentDispatch made = target().dispatches().createDispatch(CreateDispatch.of(room, agentName(), ""));
        Await.until(SOON, () -> active(room).size() == 1 && !jobs(room, made).isEmpty());
        assertThat(target().rooms()
                        .removeParticipant(room, active(room).getFirst().identity()))
                .isTrue();
        assertThat(active(room)).isEmpty();
        assertThat(jobs(room, made))
                .extracting(job -> job.state() == null ? null : job.state().status())
                .containsExactly(Job.Status.RUNNING);
    }

    @Test
    default void an_agent_alone_does_not_keep_its_room_open() {
        // The agent's process has to start before its room closes, which takes a busy machine longer than ten seconds.
        String visited = Stream.of(10, 20, 40)
                .map(Duration::ofSeconds)
                .map(this::closesOverItsAgent)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new AssertionError("each room closed before its agent came"));
        assertThat(target().rooms().listParticipants(visited)).isEmpty();
    }

    @Test
    default void an_agent_answers_the_rpc_methods_that_it_registered() {
        String room = fresh();
        target().dispatches().createDispatch(CreateDispatch.of(room, agentName(), ""));
        Await.until(SOON, () -> active(room).size() == 1);
        String agent = active(room).getFirst().identity();
        Await.until(SOON, () -> answers(room, agent));

        assertThat(target().rooms().performRpc(room, agent, DTMF, "{\"digits\":\"1w2#\"}", SHORTLY))
                .isEqualTo("{\"accepted\":4}");
        assertThat(rpcCode(room, agent, "unheard-of", "")).isEqualTo(1400);
        assertThat(rpcCode(room, agent, DTMF, "x".repeat(15 * 1024 + 1))).isEqualTo(1402);
        assertThat(rpcCode(room, agent, DTMF, "{}")).isEqualTo(1701);
        assertThat(target().call(ROOMS + "PerformRpc")
                        .bearer(target().token().server(room).sign())
                        .post("""
                                {"room":"%s","destination_identity":"%s","method":"unheard-of","payload":""}""".formatted(room, agent))
                        .verdict())
                .isEqualTo(
                        "400 invalid_argument: twirp error unknown: RpcError 1400: Method not supported at destination");
    }

    /** The room, closed again, if its agent came before; or nothing. */
    private Optional<String> closesOverItsAgent(Duration emptyTimeout) {
        String room = fresh();
        target().rooms()
                .createRoom(CreateRoom.named(
                        room,
                        RoomConfiguration.builder()
                                .emptyTimeout(emptyTimeout)
                                .agent(RoomAgentDispatch.of(agentName(), ""))
                                .build()));
        AtomicBoolean came = new AtomicBoolean();
        Await.until(SOON, () -> {
            if (active(room).size() == 1) came.set(true);
            return target().rooms().listRooms(room).isEmpty();
        });
        return came.get() ? Optional.of(room) : Optional.empty();
    }

    /** Not at once: an agent is active before its data channel is open, and until then a server fails (measured). */
    private boolean answers(String room, String agent) {
        try {
            return rpcCode(room, agent, DTMF, "{\"digits\":\"1w2#\"}") == 0;
        } catch (LiveKitException.ServerFailed notOpen) {
            return false;
        }
    }

    /** 0 if it answers. */
    private int rpcCode(String room, String agent, String method, String payload) {
        try {
            target().rooms().performRpc(room, agent, method, payload, SHORTLY);
            return 0;
        } catch (LiveKitException.RpcFailed failed) {
            return failed.rpcCode();
        }
    }

    private List<Participant> active(String room) {
        return target().rooms().listParticipants(room).stream()
                .filter(one -> one.state() == Participant.State.ACTIVE)
                .toList();
    }

    private List<Job> jobs(String room, AgentDispatch dispatch) {
        return target().dispatches()
                .getDispatch(room, dispatch.id())
                .orElseThrow()
                .jobs();
    }
}
