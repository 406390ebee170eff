// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.conformance.Conformance;
import dev.stagedoor.conformance.Conformance.Check;
import dev.stagedoor.conformance.Conformance.Result;
import dev.stagedoor.conformance.Target;
import dev.stagedoor.livekit.api.CreateRoom;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Room;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The contract, run by itself against a server")
class ConformanceTest {
    private static final String SECRET = "conformance-conformance-conformance";

    private final SandboxLiveKit server =
            SandboxLiveKit.start(0, SandboxKey.of("APIserver", SECRET), SandboxSettings.realTime());
    private final Target target = new Target(server.url(), "APIserver", SECRET);

    @AfterEach
    void stop() {
        target.close();
        server.close();
    }

    @Test
    void a_server_that_keeps_it_passes_every_check_and_keeps_its_own_rooms_only() {
        target.rooms().createRoom(CreateRoom.named("a customer's room"));
        Conformance contract = new Conformance(target, null);
        List<Check> told = new ArrayList<>();

        List<Result> results = contract.run(result -> told.add(result.check()));

        assertThat(results).hasSizeGreaterThan(40).allMatch(Result::passed, "passes");
        assertThat(told).containsExactlyElementsOf(contract.checks());
        assertThat(target.rooms().listRooms()).extracting(Room::name).containsExactly("a customer's room");
    }

    @Test
    void a_departure_is_told_with_its_check_and_without_any_token() {
        server.faults()
                .always(
                        Fault.failed(TwirpCode.PERMISSION_DENIED, "eyJhbGciOiJIUzI1NiJ9.e30.c2ln"),
                        SandboxMethod.DELETE_ROOM);

        List<Result> departures = new Conformance(target, null)
                .run(result -> {}).stream().filter(result -> !result.passed()).toList();

        assertThat(departures)
                .extracting(Result::check)
                .contains(new Check("room", "a deleted room is gone and cannot be deleted again"))
                .doesNotContain(new Check("room", "rooms are found by their exact names only"));
        assertThat(departures)
                .extracting(Result::departure)
                .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain("eyJ"));
    }

    @Test
    void agents_are_checked_only_where_there_is_a_worker() {
        assertThat(new Conformance(target, null).checks())
                .extracting(Check::part)
                .doesNotContain("agent");
        assertThat(new Conformance(target, "demo").checks())
                .extracting(Check::part)
                .contains("agent");
    }

    @Test
    void a_key_that_the_server_does_not_know_is_no_departure() {
        try (Target stranger = new Target(server.url(), "APIserver", "another-secret-another-secret-another")) {
            Conformance contract = new Conformance(stranger, null);
            assertThatThrownBy(() -> contract.run(result -> {}))
                    .isInstanceOf(LiveKitException.CredentialRejected.class);
        }
    }
}
