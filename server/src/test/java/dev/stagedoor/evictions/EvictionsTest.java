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
        due = new DueRows("evictions", EvictionStore.DUE, DB.database(), CLOCK, row -> {});
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

        Eviction eviction = take(tenant).orElseThrow();
        assertThat(eviction.kind()).isEqualTo(Eviction.Kind.USER);
        assertThat(eviction.subject()).isEqualTo("alice");
        assertThat(eviction.until()).isEqualTo(lastToken);
    }

    @Test
    void no_eviction_is_shorter_than_a_token_that_livekit_renews_by_itself() {
        Tenant tenant = node.tenant();
        grantTokenUntil(tenant, CLOCK.instant().plusSeconds(5));

        node.tenants().tenants().suspend(node.operator(), tenant.id());

        Eviction eviction = take(tenant).orElseThrow();
        assertThat(eviction.kind()).isEqualTo(Eviction.Kind.TENANT);
        assertThat(eviction.until()).isEqualTo(CLOCK.instant().plus(LEAST));
    }

    @Test
    void somebody_found_inside_is_evicted_for_as_long_as_a_renewed_token_lives() {
        Tenant tenant = node.tenant();
        node.tenants().tenants().suspend(node.operator(), tenant.id());
        CLOCK.turn(Duration.ofMinutes(10));
        Eviction eviction = take(tenant).orElseThrow();

        evictions().removedSomebody(TestNode.job(), eviction.ref(), CLOCK.instant());

        CLOCK.turn(Duration.ofMinutes(2));
        assertThat(take(tenant).orElseThrow().until())
                .isEqualTo(CLOCK.instant().minus(Duration.ofMinutes(2)).plus(LEAST));
    }

    @Test
    void one_node_looks_at_a_time_and_again_two_seconds_later() {
        Tenant tenant = node.tenant();
        TestNode other = node.another();
        node.tenants().users().revoke(node.operator(), tenant.id(), "bob");
        Eviction.Ref due = due(tenant).orElseThrow();

        assertThat(evictions().take(TestNode.job(), due)).isPresent();
        assertThat(other.evictions().take(TestNode.job(), due)).isEmpty();
        assertThat(due(tenant)).isEmpty();

        CLOCK.turn(Evictions.POLL_INTERVAL);
        assertThat(other.evictions().take(TestNode.job(), due)).isPresent();
    }

    @Test
    void an_eviction_whose_time_is_over_is_carried_out_once_more_before_it_ends() {
        Tenant tenant = node.tenant();
        node.tenants().users().revoke(node.operator(), tenant.id(), "bob");
        CLOCK.turn(LEAST);

        Eviction eviction = take(tenant).orElseThrow();
        evictions().end(TestNode.job(), eviction);

        CLOCK.turn(Evictions.POLL_INTERVAL);
        assertThat(due(tenant)).isEmpty();
    }

    @Test
    void an_eviction_that_can_never_be_carried_out_is_given_up_a_day_after_its_end() {
        Tenant tenant = node.tenant();
        node.tenants().users().revoke(node.operator(), tenant.id(), "bob");
        CLOCK.turn(LEAST.plus(Duration.ofDays(1)));

        assertThat(take(tenant)).isEmpty();

        CLOCK.turn(Evictions.POLL_INTERVAL);
        assertThat(due(tenant)).isEmpty();
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
        Eviction eviction = take(tenant).orElseThrow();
        CLOCK.turn(Evictions.POLL_INTERVAL);
        return evictions().roomsNamed(TestNode.job(), eviction);
    }

    @Test
    void a_removal_between_the_look_and_the_end_is_not_lost() {
        Tenant tenant = node.tenant();
        evictParticipant(tenant);
        Eviction looked = take(tenant).orElseThrow();
        evictParticipant(tenant);

        evictions().end(TestNode.job(), looked);

        Eviction kept = take(tenant).orElseThrow();
        assertThat(kept.since()).isGreaterThan(looked.since());
        assertThat(kept.ref()).isEqualTo(looked.ref());
    }

    @Test
    void somebody_removed_between_the_look_and_the_end_keeps_it_going() {
        Tenant tenant = node.tenant();
        evictParticipant(tenant);
        CLOCK.turn(LEAST);
        Eviction looked = take(tenant).orElseThrow();
        evictions().removedSomebody(TestNode.job(), looked.ref(), CLOCK.instant());

        evictions().end(TestNode.job(), looked);

        CLOCK.turn(Evictions.POLL_INTERVAL);
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

        assertThat(take(tenant).orElseThrow().subject()).isEqualTo("bob");
        assertThat(due(tenant)).isEmpty();
    }

    @Test
    void a_second_eviction_of_the_same_participant_only_prolongs_the_first() {
        Tenant tenant = node.tenant();
        evictParticipant(tenant);
        CLOCK.turn(Duration.ofMinutes(1));
        evictParticipant(tenant);

        Eviction eviction = take(tenant).orElseThrow();
        assertThat(eviction.room()).isEqualTo("acme.support");
        assertThat(eviction.until()).isEqualTo(CLOCK.instant().plus(LEAST));
        assertThat(due(tenant)).isEmpty();
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

    private static void evictParticipant(Tenant tenant) {
        node.on().ledger().changing(TestNode.job(), tenant.id(), change -> {
            evictions().evictParticipant(change, "acme.support", "alice");
            change.append(Draft.of(TestNode.job(), change.now(), "participant.remove", "alice", "{}"));
        });
    }

    private static Optional<Eviction.Ref> due(Tenant tenant) {
        return due.due().stream()
                .filter(row -> row.tenant().equals(tenant.id()))
                .map(row -> new Eviction.Ref(row.tenant(), row.id()))
                .findFirst();
    }

    private static Optional<Eviction> take(Tenant tenant) {
        return due(tenant).flatMap(ref -> evictions().take(TestNode.job(), ref));
    }
}
