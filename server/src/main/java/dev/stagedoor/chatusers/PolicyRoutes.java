// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.api.chatusers.ChatUserAssignment;
import dev.stagedoor.api.chatusers.ChatUserAssignmentView;
import dev.stagedoor.api.chatusers.ChatUserPolicyFields;
import dev.stagedoor.api.chatusers.ChatUserSlots;
import dev.stagedoor.api.chatusers.ChatUserStrategy;
import dev.stagedoor.api.chatusers.ResourceLists;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The policy, the load, and what the backend says of app users, over HTTP. */
final class PolicyRoutes {
    private static final String POLICY = "/api/v1/chat-user-policy";
    private static final String ASSIGNMENT = "/api/v1/chat-user-assignments/{user}";
    private static final ChatUserPolicyFields EXAMPLE = new ChatUserPolicyFields(
            ChatUserStrategy.DEDICATED,
            null,
            null,
            // Sorted, so that the documents are the same each time.
            new TreeMap<>(Map.of(
                    "standard",
                    new ResourceLists(List.of("receptionist"), List.of("nova"), null, null),
                    "premium",
                    new ResourceLists(null, null, null, null))),
            "standard",
            null,
            null,
            null);

    private final ChatUserPolicies policies;
    private final Assignments assignments;

    PolicyRoutes(ChatUserPolicies policies, Assignments assignments) {
        this.policies = policies;
        this.assignments = assignments;
    }

    List<Route<?>> all() {
        return Route.alsoUnderTenant(List.of(
                Route.get(POLICY, ChatUserRoutes.READ)
                        .named("chat_user_policy.get", "Show how app users are led to chat users")
                        .answers(ChatUserPolicyFields.class)
                        .by(this::policy),
                Route.put(POLICY, ChatUserRoutes.WRITE)
                        .named("chat_user_policy.put", "Say how app users are led to chat users")
                        .takes(ChatUserPolicyFields.class)
                        .example(EXAMPLE)
                        .answers(ChatUserPolicyFields.class)
                        .by(this::putPolicy),
                Route.get("/api/v1/chat-user-slots", ChatUserRoutes.READ)
                        .named("chat_user.slots", "Show how many connections chat users have now")
                        .query(Route.PAGED)
                        .answers(ChatUserSlots.class)
                        .by(this::slots),
                Route.get(ASSIGNMENT, ChatUserRoutes.READ)
                        .named("chat_user.assignment", "Show which chat user and tier an app user has")
                        .answers(ChatUserAssignmentView.class)
                        .by(this::assignment),
                Route.put(ASSIGNMENT, ChatUserRoutes.WRITE)
                        .named("chat_user.assign", "Say which tier an app user has, or which chat user")
                        .takes(ChatUserAssignment.class)
                        .answers(ChatUserAssignmentView.class)
                        .by(this::assign),
                Route.delete(ASSIGNMENT, ChatUserRoutes.WRITE)
                        .named("chat_user.unassign", "Leave an app user's tier and chat user to the policy again")
                        .by(this::unassign)));
    }

    private Reply policy(Exchange exchange) {
        return Reply.ok(policies.get(exchange.principal(), exchange.tenant()));
    }

    private Reply putPolicy(Exchange exchange, ChatUserPolicyFields body) {
        return Reply.ok(policies.put(exchange.principal(), exchange.tenant(), ChatUserViews.policy(body)));
    }

    private Reply slots(Exchange exchange) {
        return Reply.ok(ChatUserViews.of(policies.loads(exchange.principal(), exchange.tenant(), exchange.page())));
    }

    private Reply assignment(Exchange exchange) {
        String user = exchange.path("user");
        return Reply.ok(view(user, assignments.get(exchange.principal(), exchange.tenant(), user)));
    }

    private static ChatUserAssignmentView view(String user, Assignments.Now now) {
        return new ChatUserAssignmentView(
                user,
                now.said().tier(),
                now.chatUser() == null ? null : now.chatUser().value(),
                now.said().chatUser() != null);
    }

    private Reply assign(Exchange exchange, ChatUserAssignment body) {
        String user = exchange.path("user");
        Assignments.Said said =
                new Assignments.Said(body.tier(), body.chatUserId() == null ? null : new ChatUserId(body.chatUserId()));
        return Reply.ok(view(user, assignments.put(exchange.principal(), exchange.tenant(), user, said)));
    }

    private Reply unassign(Exchange exchange) {
        assignments.put(exchange.principal(), exchange.tenant(), exchange.path("user"), Assignments.Said.NOTHING);
        return Reply.nothing();
    }
}
