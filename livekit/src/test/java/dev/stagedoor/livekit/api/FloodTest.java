// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.livekit.token.ApiKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A server that answers with far more than was asked for. */
class FloodTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** 10 MiB of rooms without a field: cheap to send, and millions of objects to build. */
    private static final String FLOOD = "{\"rooms\":[{}" + ",{}".repeat(3_400_000) + "]}";

    private static Project project(ScriptedServer server) {
        return Project.of(server.url(), ApiKey.of("APIkey", "secret-of-at-least-32-characters"));
    }

    @Test
    void an_answer_longer_than_the_question_can_need_is_refused_unread() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(200, FLOOD);
                LiveKitClient client = LiveKitClient.create(AddressPolicy.ANYWHERE)) {
            RoomService rooms = client.rooms(project(server)).within(DEADLINE).answersUpTo(32 << 10);
            List<CompletableFuture<Throwable>> eight = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> fault(() -> rooms.listRooms("one"))))
                    .limit(8)
                    .toList();

            for (CompletableFuture<Throwable> one : eight) {
                assertThat(one)
                        .succeedsWithin(DEADLINE)
                        .isInstanceOfSatisfying(
                                LiveKitException.MalformedAnswer.class,
                                refused -> assertThat(refused.getMessage()).contains("too long"));
            }
        }
    }

    @Test
    void one_that_never_ends_is_given_up_at_the_bound_and_not_at_the_deadline() throws IOException {
        String endless = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + ("800\r\n" + " ".repeat(0x800) + "\r\n").repeat(100);
        try (ScriptedServer server = ScriptedServer.hangingAfter(endless);
                LiveKitClient client = LiveKitClient.create(AddressPolicy.ANYWHERE)) {
            RoomService rooms = client.rooms(project(server)).within(DEADLINE).answersUpTo(32 << 10);

            assertThat(fault(() -> rooms.listRooms("one")))
                    .as("the fault of a deadline is another one")
                    .isInstanceOf(LiveKitException.MalformedAnswer.class);
        }
    }

    @Test
    void what_is_not_a_list_is_bounded_without_being_told() throws IOException {
        String room = "{\"name\":\"" + "a".repeat(600_000) + "\"}";
        try (ScriptedServer server = ScriptedServer.answering(200, room);
                LiveKitClient client = LiveKitClient.create(AddressPolicy.ANYWHERE)) {
            RoomService rooms = client.rooms(project(server));

            assertThatThrownBy(() -> rooms.createRoom(CreateRoom.named("one")))
                    .isInstanceOf(LiveKitException.MalformedAnswer.class)
                    .hasMessageContaining("too long");
        }
    }

    private static Throwable fault(Runnable call) {
        try {
            call.run();
            return new AssertionError("it was answered");
        } catch (RuntimeException fault) {
            return fault;
        }
    }
}
