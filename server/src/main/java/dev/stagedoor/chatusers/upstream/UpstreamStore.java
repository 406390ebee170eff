// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.db.Tx;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the table {@code chat_users} knows of the upstream server. */
final class UpstreamStore {
    private UpstreamStore() {}

    /**
     * A chat user there.
     *
     * @param upstreamId null if it is not there yet
     * @param resources  what it was last said to have, as the server was told; null if it was not said
     */
    record StoredUpstream(
            @Nullable String upstreamId, @Nullable String resources) {}

    static Optional<StoredUpstream> find(Tx tx, ChatUserId chatUser) {
        return tx.query("""
                        SELECT upstream_id, upstream_resources->>'told' AS resources FROM chat_users
                         WHERE tenant_id = :tenant AND chat_user_id = :chatUser
                        """)
                .bind("chatUser", chatUser)
                .mapTo(StoredUpstream.class)
                .findOne();
    }

    /** Whether it was still as {@code before} when it was changed. */
    static boolean put(Tx tx, ChatUserId chatUser, @Nullable String before, StoredUpstream now) {
        return tx.update("""
                        UPDATE chat_users
                           SET upstream_id = :id, upstream_resources = jsonb_build_object('told', :resources::text)
                         WHERE tenant_id = :tenant AND chat_user_id = :chatUser AND upstream_id IS NOT DISTINCT FROM :before
                        """)
                        .bind("chatUser", chatUser)
                        .bind("before", before)
                        .bind("id", now.upstreamId())
                        .bind("resources", now.resources())
                        .execute()
                == 1;
    }
}
