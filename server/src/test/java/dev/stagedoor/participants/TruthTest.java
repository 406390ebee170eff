// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.participants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.postgres.PostgresExtension;
import dev.stagedoor.roomevents.RoomEvent;
import dev.stagedoor.vault.VaultScene;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.data.TemporalUnitOffset;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A script says who was in the room and when; looks and webhooks tell it, the webhooks lost, doubled and out of order. */
@DisplayName(
        "D6: who was in a room, and how long, comes out the same whatever webhooks are lost, doubled, late or reordered")
class TruthTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final String ROOM = "acme.desk";
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final int SESSIONS = 30;
    private static final int SECONDS = 120;

    private final VaultScene scene = new VaultScene(DB);
    private final TenantId acme = scene.tenant();
    private final Principal.SystemJob by = new Principal.SystemJob("test", "test");
    private final String call = Ids.next("call", scene.clock().instant());
    private Participants participants = new Participants(scene.node().ledger(), scene.clock());

    @AfterEach
    void close() {
        scene.close();
    }

    /** When somebody really was there. */
    private record Session(String sid, Instant joined, Instant left) {
        boolean isThere(Instant at) {
            return !joined.isAfter(at) && left.isAfter(at);
        }

        boolean endsBetween(Instant from, Instant until) {
            return left.isAfter(from) && left.isBefore(until);
        }

        Sighting.Someone seen() {
            return new Sighting.Someone(sid, "who-" + sid, "standard", joined);
        }

        RoomEvent told(RoomEvent.Kind kind, Instant at, String reason) {
            return new RoomEvent(
                    "EV_" + kind + sid,
                    kind,
                    ROOM,
                    "RM_1",
                    new RoomEvent.Someone(sid, "who-" + sid, ParticipantKind.STANDARD, joined, reason),
                    at.truncatedTo(ChronoUnit.SECONDS));
        }
    }

    /** What arrives, and when. */
    private record Arrival(Instant at, Runnable what) {}

    private List<Session> script(Random random, Instant start) {
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            Instant joined = start.plusMillis(random.nextInt(SECONDS * 1_000));
            sessions.add(new Session("PA_" + i, joined, joined.plusMillis(6_000 + random.nextInt(60_000))));
        }
        return sessions;
    }

    private void tell(List<Arrival> arrivals, Random random, RoomEvent event, Instant at) {
        int times = random.nextInt(10) < 3 ? 0 : 1 + random.nextInt(2);
        for (int i = 0; i < times; i++) {
            arrivals.add(new Arrival(
                    at.plusMillis(random.nextInt(20_000)), () -> participants.heard(by, acme, List.of(event))));
        }
    }

    private Map<String, Participation> known() {
        return scene.node().ledger().read(by, acme, tx -> Participants.ofCall(tx, call)).stream()
                .collect(Collectors.toMap(Participation::sid, Function.identity()));
    }

    private void insertCall(Instant start) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        DB.jdbcUrl(),
                        PostgresExtension.adminUser(),
                        PostgresExtension.adminPassword().revealText());
                var insert = connection.createStatement()) {
            insert.execute("""
                    INSERT INTO stagedoor.calls (tenant_id, call_id, agent_slug, mode, user_id, room, credential_version,
                                                 reserved_seconds, created_at, must_end_at, next_at)
                    VALUES ('%s', '%s', 'demo', 'VOICE', 'alice', '%s', 1, 0, '%s', '%s', '%s')
                    """.formatted(acme.value(), call, ROOM, start, start.plusSeconds(86_400), start));
        }
    }

    /** Looks and webhooks of a script, in the order of their arrival; nobody looks while a dead node's lease runs. */
    private List<Session> happen(long seed, Duration dead, Duration takenOver) throws SQLException {
        Random random = new Random(seed);
        Instant start = scene.clock().instant();
        insertCall(start);
        List<Session> sessions = script(random, start);
        List<Arrival> arrivals = new ArrayList<>();
        for (Session one : sessions) {
            tell(arrivals, random, one.told(RoomEvent.Kind.PARTICIPANT_JOINED, one.joined(), ""), one.joined());
            tell(
                    arrivals,
                    random,
                    one.told(RoomEvent.Kind.PARTICIPANT_LEFT, one.left(), "CLIENT_INITIATED"),
                    one.left());
        }
        arrivals.add(new Arrival(
                start.plus(dead),
                () -> participants = new Participants(scene.node().ledger(), scene.clock())));
        for (Instant at = start; at.isBefore(start.plusSeconds(SECONDS + 90)); at = at.plus(EVERY)) {
            Instant asked = at;
            List<Sighting.Someone> inside = sessions.stream()
                    .filter(one -> one.isThere(asked))
                    .map(Session::seen)
                    .toList();
            if (asked.isBefore(start.plus(dead)) || !asked.isBefore(start.plus(takenOver))) {
                arrivals.add(new Arrival(
                        asked.plusMillis(random.nextInt(900)),
                        () -> participants.saw(acme, new Sighting(ROOM, "RM_1", inside, asked))));
            }
        }
        arrivals.sort(Comparator.comparing(Arrival::at));
        arrivals.forEach(arrival -> arrival.what().run());
        return sessions;
    }

    private void assertKnown(List<Session> sessions, Function<Session, Long> within) {
        Map<String, Participation> known = known();
        assertThat(known).hasSize(SESSIONS);
        assertThat(told("participant.joined")).containsExactlyInAnyOrderElementsOf(known.keySet());
        assertThat(told("participant.left")).containsExactlyInAnyOrderElementsOf(known.keySet());
        for (Session one : sessions) {
            Participation row = Objects.requireNonNull(known.get(one.sid()));
            assertThat(row.joinedAt()).isCloseTo(one.joined(), within(1));
            assertThat(row.leftAt()).as(one.sid()).isCloseTo(one.left(), within(within.apply(one)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_session_is_known_to_the_second(long seed) throws Exception {
        assertKnown(happen(seed, Duration.ZERO, Duration.ZERO), one -> 1_100L);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void also_if_the_node_that_looks_is_killed_but_for_ends_that_nobody_saw_and_whose_webhook_is_lost(long seed)
            throws Exception {
        Instant start = scene.clock().instant();
        Duration dead = Duration.ofSeconds(90);
        Duration takenOver = Duration.ofSeconds(102);

        List<Session> sessions = happen(seed, dead, takenOver);

        Set<String> heardOf = Set.copyOf(DB.column(
                "SELECT participant_sid FROM participants WHERE left_told AND tenant_id = '" + acme.value() + "'"));
        Instant unseen = start.plus(dead).minus(EVERY);
        assertThat(sessions).anyMatch(one -> one.endsBetween(unseen, start.plus(takenOver)));
        assertKnown(
                sessions,
                one -> heardOf.contains(one.sid()) || !one.endsBetween(unseen, start.plus(takenOver))
                        ? 1_100L
                        : 7_100L);
    }

    private Sighting agentSeen(Instant joined, Instant at) {
        return new Sighting(ROOM, "RM_1", List.of(new Sighting.Someone("PA_agent", "agent-AJ_1", "agent", joined)), at);
    }

    private RoomEvent agentSaid(RoomEvent.Kind kind, Instant joined, Instant at) {
        RoomEvent.Someone agent =
                new RoomEvent.Someone("PA_agent", "agent-AJ_1", ParticipantKind.AGENT, joined, "CLIENT_INITIATED");
        return new RoomEvent("EV_" + kind, kind, ROOM, "RM_1", agent, at);
    }

    @Test
    void a_webhook_does_not_make_an_agent_cheaper_that_is_still_seen() throws Exception {
        Instant start = scene.clock().instant();
        insertCall(start);
        participants.saw(acme, agentSeen(start, start.plusSeconds(1)));
        participants.heard(by, acme, List.of(agentSaid(RoomEvent.Kind.PARTICIPANT_LEFT, start, start.plusSeconds(2))));
        participants.saw(acme, agentSeen(start, start.plusSeconds(60)));

        Optional<Duration> charged = scene.node()
                .ledger()
                .read(by, acme, tx -> Participants.agentTime(tx, call, start, start.plusSeconds(90)));
        assertThat(charged).contains(Duration.ofSeconds(60));
    }

    @Test
    void a_server_that_speaks_of_a_distant_future_leaves_no_row_of_it() throws Exception {
        Instant start = scene.clock().instant();
        insertCall(start);
        Instant distant = Instant.parse("+200000-01-01T00:00:00Z");
        participants.heard(by, acme, List.of(agentSaid(RoomEvent.Kind.PARTICIPANT_LEFT, distant, distant)));

        assertThat(known().values()).singleElement().satisfies(row -> {
            assertThat(row.joinedAt()).isEqualTo(start);
            assertThat(row.leftAt()).isEqualTo(start);
        });
    }

    /** Whose coming or going the tenant's backend is told of. */
    private List<String> told(String type) {
        return DB.column("SELECT data::json ->> 'participant_sid' FROM events WHERE type = '" + type
                + "' AND tenant_id = '" + acme.value() + "'");
    }

    private static TemporalUnitOffset within(long millis) {
        return new TemporalUnitWithinOffset(millis, ChronoUnit.MILLIS);
    }
}
