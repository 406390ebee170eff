// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.stagedoor.conformance.Await;
import dev.stagedoor.conformance.Target;
import dev.stagedoor.livekit.api.CreateDispatch;
import dev.stagedoor.livekit.api.CreateRoom;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.sandbox.server.Banner;
import dev.stagedoor.sandbox.server.LoggedCall;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each fault as seen by the livekit library's client, and the project's state afterwards. */
@Tag("slow")
final class FaultTest {
    private static final String KEY = "APIfault";
    private static final String SECRET = "fault-fault-fault-fault-fault-fault";
    private static final String ROOM = "lobby";
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofSeconds(5);

    private final SandboxLiveKit sandbox =
            SandboxLiveKit.start(0, SandboxKey.of(KEY, SECRET), SandboxSettings.realTime());
    private final Target target = new Target(sandbox.url(), KEY, SECRET);

    @AfterEach
    void stop() {
        target.close();
        sandbox.close();
    }

    @Test
    void dropped_before_the_effect_the_outcome_is_unknown_and_nothing_was_done() {
        sandbox.faults().once(Fault.droppedBefore(), SandboxMethod.CREATE_ROOM);
        assertThat(create())
                .isInstanceOfSatisfying(
                        LiveKitException.NoAnswer.class,
                        lost -> assertThat(lost.outcomeUnknown()).isTrue());
        assertThat(rooms()).isEmpty();
    }

    @Test
    void dropped_after_the_effect_the_outcome_is_unknown_and_everything_was_done() {
        sandbox.faults().once(Fault.droppedAfter(), SandboxMethod.CREATE_ROOM);
        assertThat(create())
                .isInstanceOfSatisfying(
                        LiveKitException.NoAnswer.class,
                        lost -> assertThat(lost.outcomeUnknown()).isTrue());
        assertThat(rooms()).hasSize(1);
    }

    @Test
    void a_call_can_land_after_its_caller_gave_up() {
        sandbox.faults().once(Fault.landsLate(SHORT), SandboxMethod.CREATE_DISPATCH);
        assertThatThrownBy(() -> target.dispatches().createDispatch(CreateDispatch.of(ROOM, "greeter", "")))
                .isInstanceOf(LiveKitException.NoAnswer.class);
        Await.until(LONG, () -> !rooms().isEmpty());
        assertThat(sandbox.state().listDispatch(ROOM, "")).hasSize(2);
    }

    @Test
    void a_delay_longer_than_the_callers_patience_is_no_answer_and_the_effect_comes_later() {
        sandbox.faults().once(Fault.delayed(Duration.ofMillis(600)), SandboxMethod.CREATE_ROOM);
        assertThatThrownBy(() -> target.rooms().within(SHORT).createRoom(CreateRoom.named(ROOM)))
                .isInstanceOf(LiveKitException.NoAnswer.class);
        assertThat(rooms()).isEmpty();
        Await.until(LONG, () -> rooms().size() == 1);
    }

    @Test
    void an_error_can_be_had_with_and_without_the_effect_and_as_often_as_asked() {
        sandbox.faults().times(2, Fault.failed(TwirpCode.INTERNAL, "out of order"), SandboxMethod.CREATE_ROOM);
        for (int time = 0; time < 2; time++) assertThat(create()).isInstanceOf(LiveKitException.ServerFailed.class);
        assertThat(rooms()).isEmpty();
        sandbox.faults()
                .once(Fault.failed(TwirpCode.UNAVAILABLE, "gone away").afterEffect(), SandboxMethod.CREATE_ROOM);
        assertThat(create()).isInstanceOf(LiveKitException.ServerFailed.class).hasMessageContaining("gone away");
        assertThat(rooms()).hasSize(1);
        assertThat(sandbox.faults().pending()).isZero();
    }

    @Test
    void too_many_requests_say_when_to_come_back() {
        sandbox.faults().once(Fault.tooManyRequests(Duration.ofSeconds(7)), SandboxMethod.CREATE_ROOM);
        assertThat(create())
                .isInstanceOfSatisfying(
                        LiveKitException.RateLimited.class,
                        refusal -> assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(7)));
        assertThat(rooms()).isEmpty();
    }

    @Test
    void an_answer_can_be_somebody_elses_page() {
        sandbox.faults().once(Fault.garbled(502, "text/html", "<h1>Bad Gateway</h1>"), SandboxMethod.CREATE_ROOM);
        assertThat(create()).isInstanceOf(LiveKitException.ServerFailed.class);
        sandbox.faults().once(Fault.garbled(200, "text/html", "<h1>Welcome</h1>"), SandboxMethod.CREATE_ROOM);
        assertThat(create()).isInstanceOf(LiveKitException.MalformedAnswer.class);
    }

    @Test
    void a_body_that_trickles_in_uses_up_the_callers_patience() {
        sandbox.faults().always(Fault.slowBody(Duration.ofMillis(800)), SandboxMethod.CREATE_ROOM);
        assertThatThrownBy(() -> target.rooms().within(Duration.ofMillis(300)).createRoom(CreateRoom.named(ROOM)))
                .isInstanceOf(LiveKitException.NoAnswer.class);
        assertThat(target.rooms()
                        .within(LONG)
                        .createRoom(CreateRoom.named(ROOM))
                        .name())
                .isEqualTo(ROOM);
    }

    @Test
    void a_repeated_call_is_done_twice() {
        sandbox.faults().once(Fault.repeated(), SandboxMethod.CREATE_DISPATCH);
        target.dispatches().createDispatch(CreateDispatch.of(ROOM, "greeter", ""));
        assertThat(target.dispatches().listDispatch(ROOM))
                .filteredOn(dispatch -> dispatch.agentName().equals("greeter"))
                .hasSize(2);
    }

    @Test
    void a_fault_meets_the_methods_it_was_meant_for_until_it_is_cleared() {
        sandbox.faults().always(Fault.droppedBefore(), SandboxMethod.CREATE_ROOM, SandboxMethod.DELETE_ROOM);
        assertThat(rooms()).isEmpty();
        assertThat(create()).isInstanceOf(LiveKitException.NoAnswer.class);
        sandbox.faults().always(Fault.failed(TwirpCode.INTERNAL, "all of them"));
        assertThatThrownBy(() -> target.rooms().listRooms()).hasMessageContaining("all of them");
        sandbox.faults().clear();
        assertThat(target.rooms().createRoom(CreateRoom.named(ROOM)).name()).isEqualTo(ROOM);
    }

    @Test
    void every_answer_says_that_it_is_a_sandboxs() {
        assertThat(target.call("/").get().response().headers().firstValue("Server"))
                .contains("stagedoor-sandbox");
        assertThat(Banner.text(sandbox.url(), KEY))
                .contains("NOT a LiveKit server", sandbox.url().toString(), KEY)
                .doesNotContain(SECRET);
    }

    @Test
    void the_log_tells_method_key_and_room_and_never_a_secret_or_a_token() {
        target.rooms().createRoom(CreateRoom.named(ROOM));
        sandbox.faults().once(Fault.droppedBefore());
        assertThat(create()).isInstanceOf(LiveKitException.NoAnswer.class);
        assertThatThrownBy(() -> target.roomsAs("APIforeign", "foreign secret").deleteRoom(ROOM))
                .isInstanceOf(LiveKitException.CredentialRejected.class);
        assertThat(sandbox.calls().all())
                .extracting(LoggedCall::path, LoggedCall::apiKey, LoggedCall::room, LoggedCall::status)
                .containsExactly(
                        tuple(SandboxMethod.CREATE_ROOM.path(), KEY, ROOM, 200),
                        tuple(SandboxMethod.CREATE_ROOM.path(), KEY, ROOM, 0),
                        tuple(SandboxMethod.DELETE_ROOM.path(), "APIforeign", "", 401));
        assertThat(sandbox.calls().of(SandboxMethod.DELETE_ROOM)).hasSize(1);
        assertThat(sandbox.calls().all().toString()).doesNotContain(SECRET).doesNotContain("eyJ");
        assertThat(SandboxKey.of(KEY, SECRET).toString()).doesNotContain(SECRET);
    }

    /** The exception that creating the room throws. */
    private Throwable create() {
        return catchThrowable(() -> target.rooms().within(LONG).createRoom(CreateRoom.named(ROOM)));
    }

    private List<RoomView> rooms() {
        return sandbox.state().listRooms(List.of(ROOM));
    }
}
