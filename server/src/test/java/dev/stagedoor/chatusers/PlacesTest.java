// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import static dev.stagedoor.api.chatusers.ChatUserStrategy.DEDICATED;
import static dev.stagedoor.api.chatusers.ChatUserStrategy.SHARED;
import static dev.stagedoor.api.chatusers.ChatUserStrategy.TENANT;
import static dev.stagedoor.chatusers.ChatNodes.policy;
import static dev.stagedoor.kernel.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.tenants.Tenant;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("Connections take places on chat users: exact on two nodes, and given back by whoever vanishes (C2, I5)")
class PlacesTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final String USERS = "SELECT count(*) FROM chat_users WHERE tenant_id = '%s'";
    private static final String COUNTED = "SELECT chat_users FROM chat_user_policies WHERE tenant_id = '%s'";
    private static final String SLOTS = "SELECT count(*) FROM chat_user_slots WHERE tenant_id = '%s'";
    private static final String ASSIGNED = "SELECT count(*) FROM chat_user_assignments WHERE tenant_id = '%s'";
    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");

    private static ChatNodes nodes;

    @BeforeAll
    static void begin() {
        nodes = new ChatNodes(DB, CLOCK);
    }

    @AfterAll
    static void end() {
        nodes.close();
    }

    private static TestNode first() {
        return nodes.first;
    }

    private static TestNode second() {
        return nodes.second;
    }

    @Test
    @DisplayName("fifty first connections of one app user, on two nodes, make one chat user (61)")
    void first_connections_make_one_chat_user() throws Exception {
        Tenant tenant = nodes.tenant(policy(DEDICATED, 10, 100));

        ChatNodes.Outcome<Place> outcome =
                nodes.all(50, i -> nodes.connect(nodes.either(i), tenant, "alice", "connection-" + i));

        assertThat(outcome.refusals()).isEmpty();
        assertThat(outcome.places().stream().map(Place::chatUser))
                .hasSize(50)
                .containsOnly(outcome.places().getFirst().chatUser());
        assertThat(nodes.count(USERS, tenant)).isEqualTo(1);
        assertThat(nodes.count(COUNTED, tenant)).isEqualTo(1);
        assertThat(nodes.count(ASSIGNED, tenant)).isEqualTo(1);
        assertThat(nodes.count(SLOTS, tenant)).isEqualTo(50);
    }

    @Test
    @DisplayName(
            "of 1,001 connections to a pool of ten, on two nodes, 1,000 are accepted, a hundred on each (69, 76, 77)")
    void a_pool_takes_exactly_what_it_has_room_for() throws Exception {
        Tenant tenant = nodes.tenant(policy(SHARED, 10, 100));

        ChatNodes.Outcome<Place> outcome =
                nodes.all(1_001, i -> nodes.connect(nodes.either(i), tenant, "user-" + i, "tab"));

        assertThat(outcome.places()).hasSize(1_000);
        assertThat(outcome.refusals()).singleElement().satisfies(refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.BUSY);
            assertThat(refused.detail()).isEqualTo("No available ChatUsers in pool.");
            assertThat(refused.retryAfter()).isPositive();
        });
        assertThat(nodes.loads(tenant)).isEqualTo(Collections.nCopies(10, 100));
    }

    @Test
    @DisplayName("the least loaded is chosen: while only connecting, no two differ by more than one (70)")
    void places_are_spread_evenly() {
        Tenant tenant = nodes.tenant(policy(TENANT, 7, 100));

        for (int i = 0; i < 60; i++) {
            nodes.connect(nodes.either(i), tenant, "user-" + i, "tab");
            List<Integer> loads = nodes.loads(tenant);
            assertThat(Collections.max(loads) - Collections.min(loads)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    @DisplayName("a place given back twice is given back once, and is there for the next (73)")
    void a_place_is_given_back_once() {
        Tenant tenant = nodes.tenant(policy(SHARED, 1, 2));
        Place alices = nodes.connect(tenant, "alice");
        nodes.connect(tenant, "bob");
        assertProblem(ErrorCode.BUSY, () -> nodes.connect(tenant, "carol"));

        alices.close();
        alices.close();

        nodes.connect(tenant, "carol");
        assertProblem(ErrorCode.BUSY, () -> nodes.connect(tenant, "dave"));
    }

    @Test
    @DisplayName("the place of a client whose node has vanished is free once its lease has ended (74)")
    void a_vanished_clients_place_comes_back() {
        Tenant tenant = nodes.tenant(policy(SHARED, 1, 1));
        Place vanished = nodes.connect(tenant, "alice");
        CLOCK.turn(Duration.ofSeconds(89));
        assertProblem(ErrorCode.BUSY, () -> nodes.connect(second(), tenant, "bob", "tab"));

        CLOCK.turn(Duration.ofSeconds(1));
        Place bobs = nodes.connect(second(), tenant, "bob", "tab");

        AtomicInteger told = new AtomicInteger();
        vanished.onLost(told::incrementAndGet);
        nodes.keep(first(), vanished);
        assertThat(vanished.isLost())
                .as("too late to renew it: the place is bob's")
                .isTrue();
        assertThat(told).hasValue(1);
        vanished.close();
        assertThat(bobs.isLost()).isFalse();
        assertProblem(ErrorCode.BUSY, () -> nodes.connect(tenant, "carol"));
    }

    @Test
    void a_place_whose_node_renews_it_stays() {
        Tenant tenant = nodes.tenant(policy(SHARED, 1, 1));
        Place place = nodes.connect(tenant, "alice");

        for (int i = 0; i < 4; i++) {
            CLOCK.turn(Duration.ofSeconds(60));
            nodes.keep(first(), place);
        }

        assertThat(place.isLost()).isFalse();
        assertProblem(ErrorCode.BUSY, () -> nodes.connect(second(), tenant, "bob", "tab"));
    }

    @Test
    void ended_leases_are_swept_up() {
        Tenant tenant = nodes.tenant(policy(SHARED, 1, 5));
        nodes.connect(tenant, "alice");
        CLOCK.turn(Duration.ofSeconds(90));

        nodes.at(second()).places().due.run();

        dev.stagedoor.app.TestTenant.until("swept", () -> nodes.count(SLOTS, tenant) == 0);
    }

    @Test
    @DisplayName("a connection that comes again, to another node, has its own place and not a second one (75)")
    void a_connection_that_comes_again_has_one_place() {
        Tenant tenant = nodes.tenant(policy(SHARED, 2, 1));
        Place before = nodes.connect(first(), tenant, "alice", "tab");

        Place after = nodes.connect(second(), tenant, "alice", "tab");
        before.close();

        assertThat(after.chatUser()).isEqualTo(before.chatUser());
        assertThat(nodes.count(SLOTS, tenant))
                .as("the old one's end does not end the new one")
                .isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            nodes.connect(nodes.either(i), tenant, "alice", "tab");
        }
        assertThat(nodes.count(SLOTS, tenant)).isEqualTo(1);
    }

    @Test
    void the_one_that_was_replaced_is_told() {
        Tenant tenant = nodes.tenant(policy(SHARED, 1, 1));
        Place before = nodes.connect(first(), tenant, "alice", "tab");
        nodes.connect(second(), tenant, "alice", "tab");

        CLOCK.turn(Duration.ofSeconds(60));
        nodes.keep(first(), before);

        assertThat(before.isLost()).isTrue();
    }

    @Test
    void another_users_connection_of_the_same_id_is_another_connection() {
        Tenant tenant = nodes.tenant(policy(SHARED, 1, 5));

        nodes.connect(first(), tenant, "alice", "tab");
        nodes.connect(first(), tenant, "mallory", "tab");

        assertThat(nodes.count(SLOTS, tenant)).isEqualTo(2);
    }

    @Test
    void an_app_user_comes_back_to_the_chat_user_they_had_while_it_has_room() {
        Tenant tenant = nodes.tenant(policy(SHARED, 3, 1));
        nodes.connect(tenant, "alice").close();
        Place bobs = nodes.connect(tenant, "bob");
        Place carols = nodes.connect(tenant, "carol");
        ChatUserId had = carols.chatUser();
        carols.close();
        bobs.close();

        assertThat(nodes.connect(second(), tenant, "carol", "other").chatUser()).isEqualTo(had);
        assertThat(nodes.connect(second(), tenant, "carol", "another").chatUser())
                .as("it is full now")
                .isNotEqualTo(had);
    }

    @Test
    @DisplayName("a node that starts counts the places that others hold (76)")
    void a_restart_forgets_nothing() {
        Tenant tenant = nodes.tenant(policy(SHARED, 1, 1));
        nodes.connect(tenant, "alice");

        TestNode started = first().another();

        assertProblem(ErrorCode.BUSY, () -> nodes.connect(started, tenant, "bob", "tab"));
    }

    @Test
    @DisplayName("a full tenant gets nothing of another's, however free that is (83)")
    void tenants_share_no_pool() {
        Tenant full = nodes.tenant(policy(SHARED, 1, 1));
        Tenant free = nodes.tenant(policy(SHARED, 1, 1));
        ChatUserId fulls = nodes.connect(full, "alice").chatUser();

        assertProblem(ErrorCode.BUSY, () -> nodes.connect(full, "bob"));

        assertThat(nodes.connect(free, "bob").chatUser()).isNotEqualTo(fulls);
    }

    @Test
    @DisplayName("another strategy applies from the next connection on, and the one before finds what it left (68)")
    void strategies_change_without_clients() {
        Tenant tenant = nodes.tenant(policy(DEDICATED, 2, 5));
        Place own = nodes.connect(tenant, "alice");

        nodes.put(tenant, policy(SHARED, 2, 5));
        Place shared = nodes.connect(second(), tenant, "alice", "second");
        nodes.put(tenant, policy(TENANT, 2, 5));
        Place tenants = nodes.connect(second(), tenant, "alice", "third");
        nodes.put(tenant, policy(DEDICATED, 2, 5));
        Place again = nodes.connect(second(), tenant, "alice", "fourth");

        assertThat(Set.of(own.chatUser(), shared.chatUser(), tenants.chatUser()))
                .hasSize(3);
        assertThat(again.chatUser()).isEqualTo(own.chatUser());
        assertThat(own.isLost()).as("open connections stay").isFalse();
        assertThat(DB.column(
                        "SELECT username FROM chat_users WHERE tenant_id = '" + tenant.id() + "' AND pool_index = 1"))
                .containsExactlyInAnyOrder("pool_user_1", "tenant_" + tenant.slug() + "_user_1");
    }

    @Test
    @DisplayName("each connection stands in the ledger, with app user and chat user (96)")
    void each_connection_is_audited() {
        Tenant tenant = nodes.tenant(policy(DEDICATED, 2, 5));

        Place place = nodes.connect(tenant, "alice");

        assertThat(DB.column("SELECT detail FROM audit_entries WHERE action = 'chat_user.connect' AND target = '"
                        + place.chatUser() + "' AND actor = 'session:ses_of_alice'"))
                .singleElement()
                .asString()
                .contains("\"user\":\"alice\"");
    }

    @Test
    void pools_grow_and_shrink_with_the_policy() {
        Tenant tenant = nodes.tenant(policy(SHARED, 2, 1));
        nodes.connect(tenant, "alice");
        nodes.connect(tenant, "bob");

        nodes.put(tenant, policy(SHARED, 3, 1));
        nodes.connect(tenant, "carol");
        nodes.put(tenant, policy(SHARED, 1, 2));

        List<ChatUserId> used = List.of(nodes.connect(tenant, "dave").chatUser());
        assertThat(DB.column("SELECT pool_index FROM chat_users WHERE chat_user_id = '" + used.getFirst() + "'"))
                .containsExactly("0");
        Problem refused = assertProblem(ErrorCode.BUSY, () -> nodes.connect(tenant, "erin"));
        assertThat(refused.detail()).contains("No available");
        assertThat(nodes.loads(tenant).stream().collect(Collectors.summingInt(each -> each)))
                .isEqualTo(4);
    }
}
