// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.vault.VaultScene;
import dev.stagedoor.vault.VaultScene.Server;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName(
        "One watch of a project asks for all its rooms, tells of changes, and keeps no other project waiting (D6, I7)")
@Tag("slow")
class WatchesTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Beat BEAT = new Beat(Duration.ofMillis(200), Duration.ofMillis(100), Duration.ofMillis(300));

    private final VaultScene scene = new VaultScene(DB);
    private final TenantId acme = scene.tenant();
    private final TenantId globex = scene.tenant();
    private final Server server = scene.server();
    private final Server other = scene.server();
    private final Clock clock = Clock.systemUTC();
    private final List<String> changed = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Watches watches = new Watches(
            scene.node().projects().projects(),
            new Watches.Means(BEAT, (tenant, room) -> changed.add(tenant + " " + room), new Requests(registry), clock));

    @BeforeEach
    void put() {
        scene.put(acme, server);
        scene.put(globex, other);
        server.sandbox().calls().clear();
        other.sandbox().calls().clear();
    }

    @AfterEach
    void close() {
        watches.close();
        scene.close();
    }

    private Watches.OfServer of(TenantId tenant) {
        return watches.of(tenant, tenant + "'s", 1);
    }

    /** Wants to know of it again and again until that is so. */
    private void until(String what, TenantId tenant, List<String> rooms, BooleanSupplier isSo) {
        Instant end = clock.instant().plus(PATIENCE);
        Instant now = clock.instant();
        while (!isSo.getAsBoolean() && now.isBefore(end)) {
            Instant then = now;
            rooms.forEach(room -> of(tenant).unchangedSince(room, then));
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            now = clock.instant();
        }
        assertThat(isSo.getAsBoolean()).as(what).isTrue();
    }

    private int questions(Server asked) {
        return asked.sandbox().calls().of(SandboxMethod.LIST_ROOMS).size();
    }

    @Test
    void all_rooms_of_a_project_are_asked_for_at_once_and_whoever_looks_after_one_is_told_that_it_changed() {
        List<String> rooms =
                IntStream.range(0, 150).mapToObj(i -> "acme.room-" + i).toList();
        server.sandbox().state().join("acme.room-7", "alice");
        until("it is asked", acme, rooms, () -> questions(server) >= 3);
        assertThat(changed).isEmpty();

        server.sandbox().state().join("acme.room-7", "bob");
        until("the change is told", acme, rooms, () -> !changed.isEmpty());

        assertThat(changed).containsExactly(acme + " acme.room-7");
        assertThat(registry.get("stagedoor.livekit.looks")
                        .tag("reason", "names")
                        .counter()
                        .count())
                .isBetween(3.0, (double) questions(server));
    }

    @Test
    void what_is_known_of_a_room_is_known_without_another_question() {
        server.sandbox().state().join("acme.desk", "alice");
        until("it is asked", acme, List.of("acme.desk"), () -> questions(server) >= 2);
        Instant then = clock.instant();

        until(
                "it is as it was",
                acme,
                List.of(),
                () -> of(acme).unchangedSince("acme.desk", then)
                        .filter(as -> as.glance().people() == 1)
                        .isPresent());
    }

    @Test
    void nobody_is_asked_once_nobody_wants_to_know() {
        until("it is asked", acme, List.of("acme.desk"), () -> questions(server) >= 1);
        assertThat(watches.number()).isEqualTo(1);

        until("it is over", acme, List.of(), () -> watches.number() == 0);
    }

    @Test
    void a_project_that_hangs_keeps_no_other_waiting() {
        server.sandbox().faults().always(Fault.delayed(Duration.ofSeconds(4)));
        until("the hanging one is asked", acme, List.of("acme.desk"), () -> questions(server) == 1);

        until("the other one is asked", globex, List.of("globex.desk"), () -> questions(other) >= 3);

        assertThat(questions(server)).as("it still hangs").isEqualTo(1);
    }

    @Test
    void a_project_that_rejects_the_key_is_left_alone() {
        server.sandbox().faults().always(Fault.failed(TwirpCode.UNAUTHENTICATED, "invalid API key"));
        until("it is asked", acme, List.of("acme.desk"), () -> questions(server) >= 1);

        until("others go on", globex, List.of("globex.desk"), () -> {
            of(acme).unchangedSince("acme.desk", clock.instant());
            return questions(other) >= 10;
        });

        assertThat(questions(server)).as("one failure may be chance").isLessThanOrEqualTo(2);
    }
}
