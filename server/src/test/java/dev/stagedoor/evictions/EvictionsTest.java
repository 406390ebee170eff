// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import static dev.stagedoor.kernel.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.tenants.AppUser;
import dev.stagedoor.tenants.AppUsers;
import dev.stagedoor.tenants.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** T4: participants who lost access to a room are removed, repeatedly, until their last token has expired. */
class EvictionsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");

    /** LiveKit's own refreshed tokens live ten minutes; one more minute for delays. */
    private static final Duration LEAST = Duration.ofMinutes(11);

    private static TestNode node;
    private static DueRows due;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, CLOCK);
        due = new DueRows("evictions", TurnStore.DUE, DB.database(), CLOCK, row -> {});
    }

    @AfterAll
    static void end() {
        due.close();
        node.close();
    }

    private static Evictions evictions() {
        return node.evictions();
    }

    @Test
    void a_revoked_user_is_evicted_until_the_tenants_last_token_has_expired() {
        Tenant tenant = node.tenant();
        Instant lastToken = CLOCK.instant().plus(Duration.ofHours(2));
        grantTokenUntil(tenant, lastToken);

        node.tenants().users().revoke(node.operator(), tenant.id(), "alice");

        Eviction eviction = only(tenant);
        assertThat(eviction.kind()).isEqualTo(Eviction.Kind.USER);
        assertThat(eviction.subject()).isEqualTo("alice");
        assertThat(eviction.until())
                .as("LiveKit admits for a minute longer, and its clock may be a minute behind")
                .isEqualTo(lastToken.plus(Duration.ofMinutes(2)));
    }

    @Test
    void no_eviction_is_shorter_than_a_token_that_livekit_renews_by_itself() {
        Tenant tenant = node.tenant();
        grantTokenUntil(tenant, CLOCK.instant().plusSeconds(5));

        node.tenants().tenants().suspend(node.operator(), tenant.id());

        Eviction eviction = only(tenant);
        assertThat(eviction.kind()).isEqualTo(Eviction.Kind.TENANT);
        assertThat(eviction.until()).isEqualTo(CLOCK.instant().plus(LEAST));
    }

    @Test
    void somebody_found_inside_is_evicted_for_as_long_as_a_renewed_token_lives() {
        Tenant tenant = node.tenant();
        node.tenants().tenants().suspend(node.operator(), tenant.id());
        CLOCK.turn(Duration.ofMinutes(10));

        removedSomebody(tenant);

        assertThat(only(tenant).until()).isEqualTo(CLOCK.instant().plus(LEAST));
    }

    @Test
    void one_node_looks_at_a_time_and_again_soon() {
        Tenant tenant = node.tenant();
        TestNode other = node.another();
        node.tenants().users().revoke(node.operator(), tenant.id(), "bob");

        assertThat(evictions().take(TestNode.job(), tenant.id())).isPresent();
        assertThat(other.evictions().take(TestNode.job(), tenant.id())).isEmpty();
        assertThat(isDue(tenant)).isFalse();

        passed(tenant);
        assertThat(isDue(tenant)).isTrue();
        assertThat(other.evictions().take(TestNode.job(), tenant.id())).isPresent();
    }

    @Test
    void all_evictions_of_a_tenant_are_one_turn() {
        Tenant tenant = node.tenant();
        List.of("alice", "bob", "carol")
                .forEach(user -> node.tenants().users().revoke(node.operator(), tenant.id(), user));

        assertThat(due.due())
                .filteredOn(row -> row.tenant().equals(tenant.id()))
                .hasSize(1);
        assertThat(take(tenant).orElseThrow().due().users()).isTrue();
    }

    @Test
    void an_eviction_whose_time_is_over_is_carried_out_once_more_before_it_ends() {
        Tenant tenant = node.tenant();
        node.tenants().users().revoke(node.operator(), tenant.id(), "bob");
        CLOCK.turn(LEAST);

        Evictions.Turn turn = take(tenant).orElseThrow();
        assertThat(turn.ends()).isTrue();
        assertThat(turn.due().users()).isTrue();
        evictions().end(TestNode.job(), turn);

        passed(tenant);
        assertThat(isDue(tenant)).isFalse();
    }

    @Test
    void an_eviction_that_can_never_be_carried_out_is_given_up_a_day_after_its_end() {
        Tenant tenant = node.tenant();
        node.tenants().users().revoke(node.operator(), tenant.id(), "bob");
        CLOCK.turn(LEAST.plus(Duration.ofDays(1)));

        Evictions.Turn turn = take(tenant).orElseThrow();

        assertThat(turn.due().users()).isFalse();
        evictions().end(TestNode.job(), turn);
        passed(tenant);
        assertThat(isDue(tenant)).isFalse();
    }

    @Test
    void every_room_that_the_chain_names_is_reached_a_step_at_each_look() {
        Tenant tenant = node.tenant();
        int granted = Evictions.STEP + 500;
        node.on().ledger().changing(TestNode.job(), tenant.id(), change -> {
            for (int i = 0; i < granted; i++) {
                String action = i == 0 ? "token.refresh" : "token.mint";
                change.append(
                        Draft.of(TestNode.job(), change.now(), action, "alice", "{\"room\":\"acme.%d\"}".formatted(i)));
            }
        });
        node.tenants().tenants().suspend(node.operator(), tenant.id());

        assertThat(roomsNamed(tenant))
                .contains("acme." + (granted - 1))
                .doesNotContain("acme.0")
                .hasSizeLessThanOrEqualTo(Evictions.STEP);
        assertThat(roomsNamed(tenant)).contains("acme." + (granted - 1), "acme.0");
        assertThat(roomsNamed(tenant)).doesNotContain("acme.0");

        node.tenants().tenants().resume(node.operator(), tenant.id());
        node.tenants().users().revoke(node.operator(), tenant.id(), "bob");
        assertThat(roomsNamed(tenant)).isEmpty();
    }

    private static Set<String> roomsNamed(Tenant tenant) {
        return evictions().roomsNamed(TestNode.job(), tenant.id());
    }

    @Test
    void a_removal_between_the_look_and_the_end_is_not_lost() {
        Tenant tenant = node.tenant();
        evictParticipant(tenant, "alice");
        CLOCK.turn(LEAST);
        Evictions.Turn looked = take(tenant).orElseThrow();
        Eviction first = only(tenant);
        evictParticipant(tenant, "alice");

        evictions().end(TestNode.job(), looked);

        Eviction kept = only(tenant);
        assertThat(kept.since()).isGreaterThan(first.since());
        assertThat(kept.ref()).isEqualTo(first.ref());
        assertThat(isDue(tenant)).isTrue();
    }

    @Test
    void an_eviction_that_begins_between_the_look_and_the_end_has_a_turn() {
        Tenant tenant = node.tenant();
        evictParticipant(tenant, "alice");
        CLOCK.turn(LEAST);
        Evictions.Turn looked = take(tenant).orElseThrow();
        evictParticipant(tenant, "bob");

        evictions().end(TestNode.job(), looked);

        assertThat(isDue(tenant)).isTrue();
    }

    @Test
    void somebody_removed_between_the_look_and_the_end_keeps_it_going() {
        Tenant tenant = node.tenant();
        evictParticipant(tenant, "alice");
        CLOCK.turn(LEAST);
        Evictions.Turn looked = take(tenant).orElseThrow();
        removedSomebody(tenant);

        evictions().end(TestNode.job(), looked);

        passed(tenant);
        assertThat(only(tenant).subject()).isEqualTo("alice");
        assertThat(take(tenant)).isPresent();
    }

    @Test
    void a_resumed_tenant_and_a_reinstated_user_are_readmitted() {
        Tenant tenant = node.tenant();
        node.tenants().tenants().suspend(node.operator(), tenant.id());
        node.tenants().users().revoke(node.operator(), tenant.id(), "alice");
        node.tenants().users().revoke(node.operator(), tenant.id(), "bob");

        node.tenants().tenants().resume(node.operator(), tenant.id());
        node.tenants().users().reinstate(node.operator(), tenant.id(), "alice");

        assertThat(only(tenant).subject()).isEqualTo("bob");
    }

    @Test
    void a_second_eviction_of_the_same_participant_only_prolongs_the_first() {
        Tenant tenant = node.tenant();
        evictParticipant(tenant, "alice");
        CLOCK.turn(Duration.ofMinutes(1));
        evictParticipant(tenant, "alice");

        Eviction eviction = only(tenant);
        assertThat(eviction.room()).isEqualTo("acme.support");
        assertThat(eviction.until()).isEqualTo(CLOCK.instant().plus(LEAST));
    }

    @Test
    void a_hint_makes_due_what_concerns_its_room_and_nothing_else() {
        Tenant tenant = node.tenant();
        evictParticipant(tenant, "alice");
        assertThat(take(tenant)).isPresent();

        evictions().hint(TestNode.job(), tenant.id(), Set.of("acme.other"));
        assertThat(isDue(tenant)).isFalse();

        evictions().hint(TestNode.job(), tenant.id(), Set.of("acme.support"));
        assertThat(isDue(tenant)).isTrue();
        evictions().hint(TestNode.job(), node.tenant().id(), Set.of("acme.support"));
    }

    @Test
    void a_turn_that_is_given_back_is_another_nodes_at_once() {
        Tenant tenant = node.tenant();
        evictParticipant(tenant, "alice");

        evictions().giveBack(TestNode.job(), take(tenant).orElseThrow());

        assertThat(node.another().evictions().take(TestNode.job(), tenant.id())).isPresent();
    }

    @Test
    void what_makes_a_look_urgent_has_another_id_so_that_nobody_rests_on() {
        Tenant tenant = node.tenant();
        evictParticipant(tenant, "alice");
        String before = dueId(tenant);
        assertThat(take(tenant)).isPresent();

        evictions().hint(TestNode.job(), tenant.id(), Set.of("acme.support"));
        String hinted = dueId(tenant);
        evictParticipant(tenant, "bob");
        String begun = dueId(tenant);
        node.on().ledger().changing(TestNode.job(), tenant.id(), change -> {
            Evictions.credentialAdded(change);
            change.append(Draft.of(TestNode.job(), change.now(), "credential.put", "livekit", "{}"));
        });

        assertThat(List.of(before, hinted, begun, dueId(tenant))).doesNotHaveDuplicates();
    }

    private static String dueId(Tenant tenant) {
        return due.due().stream()
                .filter(row -> row.tenant().equals(tenant.id()))
                .map(DueRows.Row::id)
                .findFirst()
                .orElseThrow();
    }

    /** The time between two looks has passed; the turn goes by the database's clock. */
    private static void passed(Tenant tenant) {
        DB.admin("UPDATE eviction_turns SET next_at = next_at - interval '1500 ms' WHERE tenant_id = '" + tenant.id()
                + "'");
    }

    @Test
    void revoking_a_user_makes_every_older_snapshot_useless() {
        Tenant tenant = node.tenant();
        Snapshot before = node.another().on().snapshots().of(tenant.id());

        node.tenants().users().revoke(node.operator(), tenant.id(), "alice");

        assertThatExceptionOfType(StaleEpoch.class).isThrownBy(() -> before.get(AppUsers.USER, "alice"));
        Snapshot after = node.on().snapshots().fresh(tenant.id());
        assertThat(after.get(AppUsers.USER, "alice").map(AppUser::revoked)).contains(true);
        assertThat(after.get(AppUsers.USER, "bob")).isEmpty();

        node.tenants().users().reinstate(node.operator(), tenant.id(), "alice");
        assertThat(node.on()
                        .snapshots()
                        .fresh(tenant.id())
                        .get(AppUsers.USER, "alice")
                        .map(AppUser::revoked))
                .contains(false);
    }

    @Test
    void what_cannot_be_a_users_id_is_refused_by_its_name() {
        Tenant tenant = node.tenant();
        for (String id : List.of("", "a\u0000b", "a\u001bb", "x".repeat(257))) {
            assertInvalid("id", () -> node.tenants().users().revoke(node.operator(), tenant.id(), id));
        }
        assertThat(node.tenants()
                        .users()
                        .revoke(node.operator(), tenant.id(), "user/🎭 'quoted'")
                        .revoked())
                .isTrue();
    }

    private static void grantTokenUntil(Tenant tenant, Instant expiry) {
        node.on().ledger().changing(TestNode.job(), tenant.id(), change -> {
            change.append(
                    Draft.of(TestNode.job(), change.now(), "token.mint", "x", "{}"),
                    Cost.token(expiry),
                    tenant.policy().budget());
        });
    }

    private static void evictParticipant(Tenant tenant, String identity) {
        node.on().ledger().changing(TestNode.job(), tenant.id(), change -> {
            evictions().evictParticipant(change, "acme.support", identity);
            change.append(Draft.of(TestNode.job(), change.now(), "participant.remove", identity, "{}"));
        });
    }

    private static void removedSomebody(Tenant tenant) {
        evictions()
                .removedSomebody(
                        TestNode.job(), tenant.id(), List.of(only(tenant).ref().id()), CLOCK.instant());
    }

    private static boolean isDue(Tenant tenant) {
        return due.due().stream().anyMatch(row -> row.tenant().equals(tenant.id()));
    }

    private static Optional<Evictions.Turn> take(Tenant tenant) {
        return evictions().take(TestNode.job(), tenant.id());
    }

    /** The tenant's only eviction. */
    private static Eviction only(Tenant tenant) {
        List<Eviction> all = node.on()
                .ledger()
                .read(
                        TestNode.job(),
                        tenant.id(),
                        tx -> Stream.concat(
                                        EvictionStore.everywhere(tx, 10).stream(),
                                        EvictionStore.ofRoom(tx, "", "acme.support", 0).stream())
                                .toList());
        assertThat(all).hasSize(1);
        return all.getFirst();
    }
}
