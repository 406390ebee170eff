// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import dev.stagedoor.db.Tx;

/** The table {@code chat_user_policies}: a tenant's policy, and how many chat users it has. */
final class PolicyStore {
    private PolicyStore() {}

    static ChatUserPolicy get(Tx tx) {
        return tx.query("SELECT policy::text FROM chat_user_policies WHERE tenant_id = :tenant")
                .mapTo(String.class)
                .findOne()
                .map(StoredChatUserPolicy::read)
                .orElse(ChatUserPolicy.STANDARD);
    }

    /** Fields that only a newer version knows stay. */
    static void put(Tx tx, ChatUserPolicy policy) {
        tx.update("""
                        INSERT INTO chat_user_policies AS p (tenant_id, policy) VALUES (:tenant, :policy::jsonb)
                        ON CONFLICT (tenant_id) DO UPDATE SET policy = p.policy || excluded.policy
                        """).bind("policy", StoredChatUserPolicy.text(policy)).execute();
    }

    /** How many chat users the tenant has. */
    static long chatUsers(Tx tx) {
        return tx.query("SELECT chat_users FROM chat_user_policies WHERE tenant_id = :tenant")
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    /** Counts that many more, or less. */
    static void count(Tx tx, int more) {
        tx.update("""
                        INSERT INTO chat_user_policies AS p (tenant_id, chat_users) VALUES (:tenant, GREATEST(:more, 0))
                        ON CONFLICT (tenant_id) DO UPDATE SET chat_users = p.chat_users + :more
                        """).bind("more", more).execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM chat_user_policies WHERE tenant_id = :tenant").execute();
    }
}
