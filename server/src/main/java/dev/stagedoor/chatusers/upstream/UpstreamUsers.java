// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.api.chatusers.ChatUserChange;
import dev.stagedoor.api.chatusers.ChatUserTokenRequest;
import dev.stagedoor.api.chatusers.NewChatUser;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.chatusers.policy.Resources;
import dev.stagedoor.chatusers.upstream.UpstreamClient.Call;
import dev.stagedoor.chatusers.upstream.UpstreamFailed.Why;
import dev.stagedoor.chatusers.upstream.UpstreamStore.StoredUpstream;
import dev.stagedoor.db.Hash;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Chat users on an upstream server. Each has a name there that follows from its id here, so that one that was made while
 * the answer, or the store, was lost is found again and never made twice.
 */
final class UpstreamUsers {
    private static final String ALL = "/api/v1/chat-users";
    private static final String NAME = "sd_";

    private final Principal by = new Principal.SystemJob("chat-users", "upstream");
    private final Foundation on;
    private final UpstreamCalls calls;
    private final OneAtATime turns = new OneAtATime();

    UpstreamUsers(Foundation on, UpstreamCalls calls) {
        this.on = on;
        this.calls = calls;
    }

    /**
     * A chat user, as it should be there.
     *
     * @param user the app user whose own it is; empty if it is of a pool
     */
    record Wanted(TenantId tenant, UpstreamServer server, ChatUserId id, String user, Resources resources) {
        String name() {
            return NAME + id.value().substring("cu_".length());
        }

        String told() {
            return Json.text(resources);
        }
    }

    /**
     * What lets a connection of that app user go on there. The chat user is made there, or made again, if it is not, and
     * told what it may use if that has changed.
     *
     * @throws UpstreamFailed if it cannot be had
     */
    UpstreamAccess access(Wanted wanted, String user) {
        StoredUpstream known = stored(wanted);
        try {
            return token(wanted, isSettled(wanted, known) ? known : settled(wanted, null), user);
        } catch (UpstreamFailed failed) {
            if (failed.why() != Why.NOT_FOUND) {
                throw failed;
            }
        }
        // Once only: what is not there even now is not made a third time.
        return token(wanted, settled(wanted, known.upstreamId()), user);
    }

    /** Sees that it is there, made if need be. */
    void ensure(Wanted wanted) {
        if (stored(wanted).upstreamId() == null) {
            var _ = settled(wanted, null);
        }
    }

    /** Deletes one there; one that is not there is deleted. */
    void delete(TenantId tenant, UpstreamServer server, String upstreamId) {
        try {
            calls.send(tenant, server, new Call("DELETE", ALL + "/" + upstreamId, null));
        } catch (UpstreamFailed failed) {
            if (failed.why() != Why.NOT_FOUND) {
                throw failed;
            }
        }
    }

    private static boolean isSettled(Wanted wanted, StoredUpstream known) {
        return known.upstreamId() != null && wanted.told().equals(known.resources());
    }

    /** As it should be there; {@code missing} is the id under which it is not there any more. */
    private StoredUpstream settled(Wanted wanted, @Nullable String missing) {
        return turns.run(wanted.id(), () -> {
            StoredUpstream known = stored(wanted);
            boolean there = known.upstreamId() != null && !known.upstreamId().equals(missing);
            return told(wanted, there ? known : made(wanted, known));
        });
    }

    private StoredUpstream stored(Wanted wanted) {
        return on.ledger()
                .read(by, wanted.tenant(), tx -> UpstreamStore.find(tx, wanted.id()))
                .orElseThrow(() -> new UpstreamFailed(Why.OTHER, "the chat user was deleted", null));
    }

    /** Unless another node did so meanwhile, whose outcome stands. */
    private StoredUpstream made(Wanted wanted, StoredUpstream before) {
        StoredUpstream made = create(wanted);
        boolean ours = on.ledger().change(by, wanted.tenant(), change -> {
            boolean put = UpstreamStore.put(change.tx(), wanted.id(), before.upstreamId(), made);
            String detail = Json.text(Map.of("upstream", String.valueOf(made.upstreamId()), "kept", put));
            change.append(
                    Draft.of(by, change.now(), "chat_user.upstream", wanted.id().value(), detail));
            return put;
        });
        return ours ? made : stored(wanted);
    }

    private StoredUpstream create(Wanted wanted) {
        Resources has = wanted.resources();
        NewChatUser body = new NewChatUser(
                wanted.name(), has.agents(), has.voices(), has.avatars(), has.toolsets(), null, metadata(wanted), null);
        try {
            JsonNode made = calls.create(wanted.tenant(), wanted.server(), new Call("POST", ALL, body));
            return new StoredUpstream(id(made), wanted.told());
        } catch (UpstreamFailed failed) {
            if (failed.why() != Why.CONFLICT) {
                throw failed;
            }
        }
        String found = ALL + "?username=" + wanted.name();
        JsonNode there = calls.send(wanted.tenant(), wanted.server(), new Call("GET", found, null));
        return new StoredUpstream(id(there.at("/items/0")), null);
    }

    private Map<String, String> metadata(Wanted wanted) {
        Map<String, String> metadata =
                new TreeMap<>(Map.of("created_at", on.clock().instant().toString()));
        if (!wanted.user().isEmpty()) {
            metadata.put("app_user_id", opaque(wanted.tenant(), wanted.user()));
        }
        return metadata;
    }

    private static String id(JsonNode chatUser) {
        String id = chatUser.path("id").asText("");
        if (!id.matches("[A-Za-z0-9_.-]{1,128}")) {
            throw new UpstreamFailed(Why.OTHER, "an answer without a chat user's id", null);
        }
        return id;
    }

    /** Tells the server what the chat user may use, if that has changed since it was told. */
    private StoredUpstream told(Wanted wanted, StoredUpstream known) {
        if (wanted.told().equals(known.resources())) {
            return known;
        }
        Resources has = wanted.resources();
        List<String> inherited = new ArrayList<>();
        if (has.agents() == null) {
            inherited.add("agents");
        }
        if (has.voices() == null) {
            inherited.add("voices");
        }
        if (has.avatars() == null) {
            inherited.add("avatars");
        }
        if (has.toolsets() == null) {
            inherited.add("toolsets");
        }
        ChatUserChange change = new ChatUserChange(
                has.agents(), has.voices(), has.avatars(), has.toolsets(), null, null, null, inherited);
        calls.send(wanted.tenant(), wanted.server(), new Call("PATCH", ALL + "/" + known.upstreamId(), change));
        StoredUpstream now = new StoredUpstream(known.upstreamId(), wanted.told());
        on.ledger().store(by, wanted.tenant(), tx -> UpstreamStore.put(tx, wanted.id(), known.upstreamId(), now));
        return now;
    }

    private UpstreamAccess token(Wanted wanted, StoredUpstream known, String user) {
        ChatUserTokenRequest body = new ChatUserTokenRequest(opaque(wanted.tenant(), user), null);
        JsonNode answer = calls.send(
                wanted.tenant(), wanted.server(), new Call("POST", ALL + "/" + known.upstreamId() + "/token", body));
        String token = answer.path("token").asText("");
        long ends = answer.path("expires_at").asLong(0);
        if (token.isEmpty() || ends <= 0) {
            throw new UpstreamFailed(Why.OTHER, "an answer without a token", null);
        }
        return new UpstreamAccess(
                socket(wanted.server(), answer.path("websocket_url").asText("")),
                Secret.of(token),
                Instant.ofEpochSecond(ends));
    }

    /** An answer leads nowhere else: our connections carry what app users say. */
    private static URI socket(UpstreamServer server, String text) {
        try {
            ServerUrl url = ServerUrl.parse(text);
            if (server.mayLeadTo(url)) {
                return URI.create(url.ws());
            }
        } catch (IllegalArgumentException malformed) {
            throw new UpstreamFailed(Why.OTHER, "an answer with a malformed address", malformed);
        }
        throw new UpstreamFailed(Why.OTHER, "an answer that leads to another server", null);
    }

    /** The app user, as the server knows them: the tenant's own id may be an e-mail address. */
    static String opaque(TenantId tenant, String user) {
        return "usr_" + Hash.ofContent(tenant.value() + '\n' + user).toString().substring(0, 32);
    }
}
