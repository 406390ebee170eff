// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.api.chatusers.ChatUserKind;
import dev.stagedoor.api.chatusers.ChatUserPolicyFields;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Tenants;
import java.time.Instant;

/** The policies of tenants, and the load of their chat users. */
final class ChatUserPolicies {
    private final Foundation on;
    private final Creation creation;

    ChatUserPolicies(Foundation on, Creation creation) {
        this.on = on;
        this.creation = creation;
    }

    ChatUserPolicyFields get(Principal by, TenantId tenant) {
        return on.ledger().read(by, tenant, tx -> fields(PolicyStore.get(tx)));
    }

    /** With the quota that holds. */
    private ChatUserPolicyFields fields(ChatUserPolicy policy) {
        return ChatUserViews.fields(policy, (int) creation.quota(policy));
    }

    /** Replaces the policy. It applies from the next connection on; those that are open stay where they are. */
    ChatUserPolicyFields put(Principal by, TenantId tenant, ChatUserPolicy policy) {
        if (policy.quota() != null && policy.quota() > creation.quota(ChatUserPolicy.STANDARD)) {
            throw Problem.invalid("quota", "must be at most " + creation.quota(ChatUserPolicy.STANDARD));
        }
        if (!policy.defaultTier().isEmpty() && !policy.tiers().containsKey(policy.defaultTier())) {
            throw Problem.invalid("default_tier", "is not one of the policy's tiers");
        }
        return on.ledger().change(by, tenant, change -> {
            String slug = Tenants.living(change.tx()).slug();
            PolicyStore.put(change.tx(), policy);
            fill(by, change, policy, slug);
            change.raiseEpoch();
            ChatUserPolicyFields now = fields(policy);
            change.append(Draft.of(by, change.now(), "chat_user_policy.put", tenant.value(), Json.text(now)));
            return now;
        });
    }

    /** A pool is there before it is needed: when the quota is used up, it cannot be made any more. */
    private void fill(Principal by, ChangeTx change, ChatUserPolicy policy, String slug) {
        if (policy.isPooled()) {
            ChatUserKind kind = ChatUserKind.valueOf(policy.strategy().name());
            creation.fill(by, change, policy, new Creation.Pool(kind, slug));
        } else if (policy.pools().fallback()) {
            creation.fill(by, change, policy, new Creation.Pool(ChatUserKind.SHARED, slug));
        }
    }

    /** What is open now. */
    record Loads(ChatUserPolicy policy, long connections, Page<SlotStore.StoredLoad> page) {}

    Loads loads(Principal by, TenantId tenant, Page.Request page) {
        Instant now = on.clock().instant();
        return on.ledger()
                .read(
                        by,
                        tenant,
                        tx -> new Loads(PolicyStore.get(tx), SlotStore.total(tx, now), SlotStore.loads(tx, page, now)));
    }
}
