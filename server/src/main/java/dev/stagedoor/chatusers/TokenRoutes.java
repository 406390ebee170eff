// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.api.chatusers.ChatUserToken;
import dev.stagedoor.api.chatusers.ChatUserTokenRequest;
import dev.stagedoor.api.sessions.SessionAnswer;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.sessions.SessionViews;
import dev.stagedoor.sessions.Sessions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tokens by which app users reach agents as a certain chat user, over HTTP. */
final class TokenRoutes {
    private static final int MINUTE = 60;
    private static final int ATTEMPTS = 10;

    private final ChatUsers chatUsers;
    private final Assignments assignments;
    private final Sessions sessions;
    private final SessionViews replies;
    private final Snapshots snapshots;
    private final Duration longest;

    /** {@code longest} is how long a token may last. */
    TokenRoutes(
            ChatUsers chatUsers,
            Assignments assignments,
            Sessions sessions,
            SessionViews replies,
            Snapshots snapshots,
            Duration longest) {
        this.chatUsers = chatUsers;
        this.assignments = assignments;
        this.sessions = sessions;
        this.replies = replies;
        this.snapshots = snapshots;
        this.longest = longest;
    }

    List<Route<?>> all() {
        return Route.alsoUnderTenant(List.of(Route.post("/api/v1/chat-users/{id}/token", ChatUserRoutes.WRITE)
                .named("chat_user.token", "Get a token by which an app user reaches agents as a chat user")
                .takes(ChatUserTokenRequest.class)
                .answers(ChatUserToken.class)
                .grants()
                .by(this::mint)));
    }

    /** The app user has that chat user from now on, whatever the strategy. */
    private Reply mint(Exchange exchange, ChatUserTokenRequest body) {
        Principal by = exchange.principal();
        ChatUserId id = new ChatUserId(exchange.path("id"));
        Duration time = time(body.expiresIn());
        if (!chatUsers.get(by, exchange.tenant(), id).enabled()) {
            throw Choice.disabled();
        }
        boolean changed = assignments.choose(by, exchange.tenant(), body.appUserId(), id);
        Sessions.Wanted wanted = new Sessions.Wanted(body.appUserId(), "", time);
        Sessions.Opened opened = changed
                // Others whose chat user was chosen meanwhile have changed the tenant too: the router would give up too
                // early.
                ? snapshots.repeated(ATTEMPTS, () -> sessions.open(by.settled(), exchange.tenant(), wanted))
                : sessions.open(by, exchange.tenant(), wanted);
        SessionAnswer answer = replies.answer(exchange, opened, false);
        return Reply.createdSecret(new ChatUserToken(
                answer.agentC().agentCToken(),
                answer.agentC().expiresAt(),
                answer.agentC().websocketUrl(),
                answer.id()));
    }

    private Duration time(@Nullable String asked) {
        if (asked == null) {
            return longest;
        }
        Duration time = parsed(asked);
        if (time.compareTo(longest) > 0 || time.toSeconds() < MINUTE) {
            throw Problem.invalid("expires_in", "must be between 60s and " + longest.toSeconds() + "s");
        }
        return time;
    }

    private static Duration parsed(String asked) {
        long number = Long.parseLong(asked.substring(0, asked.length() - 1));
        return switch (asked.charAt(asked.length() - 1)) {
            case 'h' -> Duration.ofHours(number);
            case 'm' -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
