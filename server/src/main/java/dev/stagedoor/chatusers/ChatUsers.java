// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.chatusers.policy.ChatUser;
import dev.stagedoor.chatusers.policy.ChatUserEdit;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import dev.stagedoor.chatusers.policy.ChatUserSpec;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.idempotency.Made;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Tenants;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The door to a tenant's chat users, for its backend. */
public final class ChatUsers {
    private final Ledger ledger;
    private final Idempotency idempotency;
    private final Creation creation;

    ChatUsers(Foundation on, Creation creation) {
        this.ledger = on.ledger();
        this.idempotency = on.idempotency();
        this.creation = creation;
    }

    /** Those that match, the oldest first. */
    Page<ChatUser> list(Principal by, TenantId tenant, ChatUserFilter filter, Page.Request page) {
        return ledger.read(by, tenant, tx -> ChatUserStore.page(tx, filter, page));
    }

    /** One of them; {@code not_found}. */
    public ChatUser get(Principal by, TenantId tenant, ChatUserId id) {
        return ledger.read(by, tenant, tx -> ChatUserStore.find(tx, id)).orElseThrow(ChatUsers::unknown);
    }

    /**
     * Creates one.
     *
     * @throws Problem {@code conflict} if its username is in use; {@code quota_exceeded}
     */
    ChatUser create(Principal by, TenantId tenant, ChatUserSpec spec, Optional<IdempotencyKey> key) {
        return idempotency.once(
                by,
                tenant,
                key,
                change -> {
                    Tenants.living(change.tx());
                    ChatUserPolicy policy = PolicyStore.get(change.tx());
                    requireTier(policy, spec.tier());
                    ChatUserId id = ChatUserId.next(change.now());
                    creation.make(by, change, policy, spec.chatUser(id, change.now()));
                    // As stored: the database's timestamps are coarser than the clock's.
                    ChatUser made = ChatUserStore.find(change.tx(), id).orElseThrow();
                    return new Made<>(made, Map.of("chat_user", id.value()));
                },
                ids -> get(by, tenant, new ChatUserId(Objects.requireNonNull(ids.get("chat_user")))));
    }

    /**
     * Changes one; connections on one that may not be used any more end.
     *
     * @throws Problem {@code conflict} if it is of a pool and would have resources of its own
     */
    ChatUser update(Principal by, TenantId tenant, ChatUserId id, ChatUserEdit edit) {
        return ledger.change(by, tenant, change -> {
            Tenants.living(change.tx());
            ChatUser before = ChatUserStore.find(change.tx(), id).orElseThrow(ChatUsers::unknown);
            if (before.isPooled() && edit.isOfResources()) {
                throw Problem.of(
                        ErrorCode.CONFLICT,
                        "The chat users of a pool are all alike: change the policy's tiers instead.");
            }
            requireTier(PolicyStore.get(change.tx()), edit.tier());
            ChatUserStore.update(change.tx(), edit.applied(before, change.now()));
            change.raiseEpoch();
            ChatUser after = ChatUserStore.find(change.tx(), id).orElseThrow();
            String detail = Json.text(Map.of("enabled", after.enabled(), "resources", after.own()));
            change.append(Draft.of(by, change.now(), "chat_user.update", id.value(), detail));
            return after;
        });
    }

    /** Deletes one, and ends its connections. */
    public void delete(Principal by, TenantId tenant, ChatUserId id) {
        ledger.changing(by, tenant, change -> {
            if (!delete(change, id)) {
                throw unknown();
            }
            change.raiseEpoch();
            change.append(Draft.of(by, change.now(), "chat_user.delete", id.value(), "{}"));
        });
    }

    /** Whether there was such a chat user; its places are given back. */
    static boolean delete(ChangeTx change, ChatUserId id) {
        boolean deleted = ChatUserStore.delete(change.tx(), id, change.now());
        if (deleted) {
            SlotStore.releaseAll(change.tx(), id);
            PolicyStore.count(change.tx(), -1);
        }
        return deleted;
    }

    /** Refuses a tier that the policy does not have. */
    static void requireTier(ChatUserPolicy policy, @Nullable String tier) {
        if (tier != null && !policy.tiers().containsKey(tier)) {
            throw Problem.invalid("tier", "is not one of the policy's tiers");
        }
    }

    static Problem unknown() {
        return Problem.notFound("chat user");
    }
}
