// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import static dev.stagedoor.kernel.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.api.chatusers.ChatUserStrategy;
import dev.stagedoor.chatusers.policy.ChatUser;
import dev.stagedoor.chatusers.policy.ChatUserEdit;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import dev.stagedoor.chatusers.policy.ChatUserSpec;
import dev.stagedoor.chatusers.policy.Resources;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.tenants.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName(
        "What a chat may use follows from policy, tier and chat user, and is right before there is a chat user (T4)")
class ResourcesTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static final Map<String, Resources> TIERS = Map.of(
            "premium", agents("advanced", "specialist", "default"),
            "standard", agents("default"),
            "basic", agents("basic"));

    private static ChatNodes nodes;

    @BeforeAll
    static void begin() {
        nodes = new ChatNodes(DB, CLOCK);
    }

    @AfterAll
    static void end() {
        nodes.close();
    }

    private static Resources agents(String... slugs) {
        return new Resources(List.of(slugs), null, null, null);
    }

    private static Tenant tenant(ChatUserStrategy strategy) {
        return nodes.tenant(
                new ChatUserPolicy(strategy, new ChatUserPolicy.Pools(2, 10, false), TIERS, "basic", null, false));
    }

    private static void say(Tenant tenant, String user, @Nullable String tier, @Nullable ChatUserId chatUser) {
        nodes.at(nodes.first)
                .assignments()
                .put(TestNode.job(), tenant.id(), user, new Assignments.Said(tier, chatUser));
    }

    /** What a token of the app user's would say, at the other node. */
    private static Resources ofToken(Tenant tenant, String user) {
        Snapshot snapshot = nodes.second.on().snapshots().fresh(tenant.id());
        return ChatUserFacets.ofUser(snapshot, user);
    }

    private static ChatUser change(Tenant tenant, ChatUserId id, ChatUserEdit edit) {
        return nodes.at(nodes.first).chatUsers().update(TestNode.job(), tenant.id(), id, edit);
    }

    private static ChatUserEdit own(Resources own) {
        return new ChatUserEdit(null, own, null, null, Set.of());
    }

    private static ChatUserEdit enabled(boolean enabled) {
        return new ChatUserEdit(null, Resources.UNSAID, null, enabled, Set.of());
    }

    @Test
    @DisplayName("each tier has its own, whoever has none has the default, under every strategy (79)")
    void tiers_say_what_a_chat_may_use() {
        for (ChatUserStrategy strategy : ChatUserStrategy.values()) {
            Tenant tenant = tenant(strategy);
            say(tenant, "alice", "premium", null);
            say(tenant, "bob", "standard", null);

            assertThat(ofToken(tenant, "alice")).isEqualTo(TIERS.get("premium"));
            assertThat(ofToken(tenant, "bob")).isEqualTo(TIERS.get("standard"));
            assertThat(ofToken(tenant, "carol")).isEqualTo(TIERS.get("basic"));
            for (String user : List.of("alice", "bob", "carol")) {
                Place place = nodes.connect(tenant, user);
                assertThat(nodes.resources(nodes.first, place))
                        .as("%s's connection may use what their token said", user)
                        .isEqualTo(ofToken(tenant, user));
            }
        }
    }

    @Test
    @DisplayName("another tier shows in the next token and on open connections, on every node (63, 80)")
    void a_tier_change_applies_at_once() {
        Tenant tenant = tenant(ChatUserStrategy.DEDICATED);
        Place place = nodes.connect(nodes.second, tenant, "alice", "tab");
        assertThat(nodes.resources(nodes.second, place).permitsAgent("advanced"))
                .isFalse();

        say(tenant, "alice", "premium", null);

        assertThat(ofToken(tenant, "alice").permitsAgent("advanced")).isTrue();
        assertThat(nodes.resources(nodes.second, place).permitsAgent("advanced"))
                .isTrue();
        say(tenant, "alice", null, null);
        assertThat(nodes.resources(nodes.second, place).permitsAgent("advanced"))
                .isFalse();
    }

    @Test
    void a_tier_that_the_policy_dropped_is_the_default() {
        Tenant tenant = tenant(ChatUserStrategy.DEDICATED);
        say(tenant, "alice", "premium", null);

        nodes.put(
                tenant,
                new ChatUserPolicy(
                        ChatUserStrategy.DEDICATED,
                        new ChatUserPolicy.Pools(2, 10, false),
                        Map.of("basic", agents("basic")),
                        "basic",
                        null,
                        false));

        assertThat(ofToken(tenant, "alice")).isEqualTo(agents("basic"));
    }

    @Test
    @DisplayName("a chat user's own lists come first, those it does not have are its tier's (114)")
    void a_chat_user_may_have_its_own() {
        Tenant tenant = tenant(ChatUserStrategy.DEDICATED);
        Place place = nodes.connect(tenant, "alice");

        change(tenant, place.chatUser(), own(new Resources(List.of("butler"), null, List.of(), null)));

        Resources now = ofToken(tenant, "alice");
        assertThat(now).isEqualTo(new Resources(List.of("butler"), null, List.of(), null));
        assertThat(nodes.resources(nodes.first, place)).isEqualTo(now);
        assertThat(now.permitsAgent("basic")).isFalse();
        assertThat(now.permitsVoice("nova")).as("nothing was said of voices").isTrue();
        assertThat(now.permitsAvatar("anna")).isFalse();
        assertThat(ofToken(tenant, "bob")).isEqualTo(agents("basic"));
    }

    @Test
    void a_chat_user_that_the_backend_chose_comes_before_the_strategys() {
        Tenant tenant = tenant(ChatUserStrategy.SHARED);
        ChatUser kiosk = nodes.at(nodes.first)
                .chatUsers()
                .create(
                        TestNode.job(),
                        tenant.id(),
                        new ChatUserSpec("kiosk", "standard", Resources.UNSAID, Map.of(), true),
                        Optional.empty());

        say(tenant, "alice", null, kiosk.id());

        assertThat(ofToken(tenant, "alice")).isEqualTo(agents("default"));
        assertThat(nodes.connect(tenant, "alice").chatUser()).isEqualTo(kiosk.id());
        say(tenant, "alice", null, null);
        assertThat(nodes.connect(tenant, "alice").chatUser()).isNotEqualTo(kiosk.id());
    }

    @Test
    @DisplayName("a disabled chat user takes no connection, and open ones may use nothing more (110, 120)")
    void a_disabled_chat_user_is_refused() {
        Tenant tenant = tenant(ChatUserStrategy.DEDICATED);
        Place place = nodes.connect(tenant, "alice");

        change(tenant, place.chatUser(), enabled(false));

        assertProblem(ErrorCode.FORBIDDEN, () -> nodes.resources(nodes.first, place));
        assertProblem(ErrorCode.FORBIDDEN, () -> nodes.connect(nodes.second, tenant, "alice", "another"));
        change(tenant, place.chatUser(), enabled(true));
        nodes.connect(nodes.second, tenant, "alice", "another");
    }

    @Test
    @DisplayName("a deleted one ends its connections, and the next connection makes another (87, 120)")
    void a_deleted_chat_user_is_made_again() {
        Tenant tenant = tenant(ChatUserStrategy.DEDICATED);
        Place place = nodes.connect(tenant, "alice");

        nodes.at(nodes.second).chatUsers().delete(TestNode.job(), tenant.id(), place.chatUser());

        assertProblem(ErrorCode.FORBIDDEN, () -> nodes.resources(nodes.first, place));
        CLOCK.turn(Duration.ofSeconds(60));
        nodes.keep(nodes.first, place);
        assertThat(place.isLost()).isTrue();
        assertThat(nodes.connect(tenant, "alice").chatUser()).isNotEqualTo(place.chatUser());
    }

    @Test
    void a_disabled_member_of_a_pool_is_passed_over() {
        Tenant tenant = tenant(ChatUserStrategy.SHARED);
        Place place = nodes.connect(tenant, "alice");

        change(tenant, place.chatUser(), enabled(false));

        assertThat(nodes.connect(nodes.first, tenant, "alice", "again").chatUser())
                .isNotEqualTo(place.chatUser());
    }
}
