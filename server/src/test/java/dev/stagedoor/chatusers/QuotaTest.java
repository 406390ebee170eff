// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import static dev.stagedoor.api.chatusers.ChatUserStrategy.DEDICATED;
import static dev.stagedoor.api.chatusers.ChatUserStrategy.SHARED;
import static dev.stagedoor.kernel.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.api.chatusers.ChatUserKind;
import dev.stagedoor.api.chatusers.ChatUserStrategy;
import dev.stagedoor.chatusers.policy.ChatUser;
import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.tenants.Tenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A tenant never has more chat users than its quota, and shares only where its policy says so (C2)")
class QuotaTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static final Page.Request ALL = new Page.Request(200, null);

    private static ChatNodes nodes;

    @BeforeAll
    static void begin() {
        nodes = new ChatNodes(DB, CLOCK);
    }

    @AfterAll
    static void end() {
        nodes.close();
    }

    private static ChatUserPolicy policy(ChatUserStrategy strategy, int quota, boolean fallback) {
        return new ChatUserPolicy(strategy, new ChatUserPolicy.Pools(2, 3, fallback), Map.of(), "", quota, false);
    }

    private static List<ChatUser> users(Tenant tenant, ChatUserKind kind) {
        return nodes.at(nodes.first)
                .chatUsers()
                .list(TestNode.job(), tenant.id(), new ChatUserFilter(kind, null, null, null), ALL)
                .items();
    }

    @Test
    @DisplayName(
            "of many first connections at once, on two nodes, as many succeed as it allows; a deleted one frees it (111)")
    void it_is_exact() throws Exception {
        Tenant tenant = nodes.tenant(policy(DEDICATED, 5, false));

        ChatNodes.Outcome<Place> outcome =
                nodes.all(30, i -> nodes.connect(nodes.either(i), tenant, "user-" + i, "tab"));

        assertThat(outcome.places()).hasSize(5);
        assertThat(outcome.refusals()).hasSize(25).allMatch(refused -> refused.code() == ErrorCode.BUSY);
        ChatUser one = users(tenant, ChatUserKind.DEDICATED).getFirst();
        nodes.at(nodes.first).chatUsers().delete(TestNode.job(), tenant.id(), one.id());
        nodes.connect(tenant, "another");
        assertProblem(ErrorCode.BUSY, () -> nodes.connect(tenant, "one-too-many"));
        assertThat(users(tenant, ChatUserKind.DEDICATED)).hasSize(5);
    }

    @Test
    @DisplayName("without the policy's word nobody who was promised a chat user of their own shares one (85)")
    void nobody_shares_unless_the_policy_says_so() {
        Tenant tenant = nodes.tenant(policy(DEDICATED, 1, false));
        nodes.connect(tenant, "alice");

        assertThat(assertProblem(ErrorCode.BUSY, () -> nodes.connect(tenant, "bob"))
                        .detail())
                .isEqualTo("Service temporarily unavailable.");
        assertThat(users(tenant, ChatUserKind.SHARED)).isEmpty();
    }

    @Test
    @DisplayName("with it, the pool takes them, until there is room for one of their own again (85)")
    void a_policy_may_fall_back_to_the_pool() {
        Tenant tenant = nodes.tenant(policy(DEDICATED, 3, true));
        assertThat(users(tenant, ChatUserKind.SHARED))
                .as("made while there was room")
                .hasSize(2);
        Place alices = nodes.connect(tenant, "alice");

        Place bobs = nodes.connect(tenant, "bob");
        assertThat(users(tenant, ChatUserKind.SHARED).stream().map(ChatUser::id))
                .contains(bobs.chatUser());

        nodes.at(nodes.first).chatUsers().delete(TestNode.job(), tenant.id(), alices.chatUser());
        assertThat(users(tenant, ChatUserKind.SHARED).stream().map(ChatUser::id))
                .doesNotContain(nodes.connect(tenant, "bob").chatUser());
    }

    @Test
    void a_pool_is_no_larger_than_it() {
        Tenant tenant = nodes.tenant(policy(SHARED, 1, false));

        assertThat(users(tenant, ChatUserKind.SHARED)).hasSize(1);
        for (int i = 0; i < 3; i++) {
            nodes.connect(tenant, "user-" + i);
        }
        assertProblem(ErrorCode.BUSY, () -> nodes.connect(tenant, "one-too-many"));
    }
}
