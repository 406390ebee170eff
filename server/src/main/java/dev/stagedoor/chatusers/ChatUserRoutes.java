// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.api.chatusers.ChatUserChange;
import dev.stagedoor.api.chatusers.ChatUserKind;
import dev.stagedoor.api.chatusers.ChatUserList;
import dev.stagedoor.api.chatusers.ChatUserView;
import dev.stagedoor.api.chatusers.NewChatUser;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Chat users over HTTP. */
final class ChatUserRoutes {
    static final Access READ = new Access.TenantScope(Scope.CHAT_USERS_READ);
    static final Access WRITE = new Access.TenantScope(Scope.CHAT_USERS_WRITE);

    private static final String ALL = "/api/v1/chat-users";
    private static final String ONE = ALL + "/{id}";
    private static final NewChatUser EXAMPLE = new NewChatUser(
            "kiosk-lobby", List.of("receptionist"), List.of("nova"), null, null, null, Map.of("floor", "0"), null);

    private final ChatUsers chatUsers;

    ChatUserRoutes(ChatUsers chatUsers) {
        this.chatUsers = chatUsers;
    }

    List<Route<?>> all() {
        return Route.alsoUnderTenant(List.of(
                Route.get(ALL, READ)
                        .named("chat_user.list", "List the chat users that match, the oldest first")
                        .query("limit", "after", "kind", "tier", "username", "user_id")
                        .answers(ChatUserList.class)
                        .by(this::list),
                Route.get(ONE, READ)
                        .named("chat_user.get", "Show a chat user")
                        .answers(ChatUserView.class)
                        .by(this::get),
                Route.post(ALL, WRITE)
                        .named("chat_user.create", "Create a chat user")
                        .takes(NewChatUser.class)
                        .example(EXAMPLE)
                        .idempotent()
                        .answers(ChatUserView.class)
                        .by(this::create),
                Route.patch(ONE, WRITE)
                        .named("chat_user.update", "Change a chat user")
                        .takes(ChatUserChange.class)
                        .answers(ChatUserView.class)
                        .by(this::update),
                Route.delete(ONE, WRITE)
                        .named("chat_user.delete", "Delete a chat user and end its connections")
                        .by(this::delete)));
    }

    private static ChatUserId id(Exchange exchange) {
        return new ChatUserId(exchange.path("id"));
    }

    private Reply list(Exchange exchange) {
        ChatUserFilter filter = new ChatUserFilter(
                exchange.query("kind").map(ChatUserRoutes::kind).orElse(null),
                exchange.query("tier").orElse(null),
                exchange.query("username").orElse(null),
                exchange.query("user_id").orElse(null));
        Page<ChatUserView> page = chatUsers
                .list(exchange.principal(), exchange.tenant(), filter, exchange.page())
                .map(ChatUserViews::of);
        return Reply.ok(new ChatUserList(page.items(), page.next()));
    }

    private static ChatUserKind kind(String word) {
        for (ChatUserKind kind : ChatUserKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
                return kind;
            }
        }
        throw Problem.invalid("kind", "must be shared, dedicated, tenant or manual");
    }

    private Reply get(Exchange exchange) {
        return Reply.ok(ChatUserViews.of(chatUsers.get(exchange.principal(), exchange.tenant(), id(exchange))));
    }

    private Reply create(Exchange exchange, NewChatUser body) {
        return Reply.created(ChatUserViews.of(chatUsers.create(
                exchange.principal(), exchange.tenant(), ChatUserViews.spec(body), exchange.idempotencyKey())));
    }

    private Reply update(Exchange exchange, ChatUserChange body) {
        return Reply.ok(ChatUserViews.of(
                chatUsers.update(exchange.principal(), exchange.tenant(), id(exchange), ChatUserViews.edit(body))));
    }

    private Reply delete(Exchange exchange) {
        chatUsers.delete(exchange.principal(), exchange.tenant(), id(exchange));
        return Reply.nothing();
    }
}
