// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.api.chatusers.ChatUserKind;
import dev.stagedoor.chatusers.StoredChatUserPolicy.StoredResources;
import dev.stagedoor.chatusers.policy.ChatUser;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.chatusers.policy.Resources;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredJson;
import dev.stagedoor.json.StoredWord;
import dev.stagedoor.kernel.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table {@code chat_users}. */
final class ChatUserStore {
    private static final String COLUMNS = "c.chat_user_id, c.username, c.kind, c.pool_index, c.tier,"
            + " c.resources::text AS resources, c.metadata::text AS metadata, c.enabled, c.created_at, c.updated_at";

    private ChatUserStore() {}

    /** A row of it. */
    private record StoredChatUser(
            ChatUserId chatUserId,
            String username,
            String kind,
            @Nullable Integer poolIndex,
            @Nullable String tier,
            @Nullable String resources,
            String metadata,
            boolean enabled,
            Instant createdAt,
            Instant updatedAt) {
        static StoredChatUser of(ChatUser user, @Nullable String before) {
            return new StoredChatUser(
                    user.id(),
                    user.name().username(),
                    word(user.name().kind()),
                    user.name().index(),
                    user.tier(),
                    own(user.own(), before),
                    StoredJson.text(user.metadata()),
                    user.enabled(),
                    user.times().createdAt(),
                    user.times().updatedAt());
        }

        private static @Nullable String own(Resources own, @Nullable String before) {
            if (own.equals(Resources.UNSAID)) {
                return null;
            }
            StoredResources stored = StoredResources.of(own);
            return before == null ? StoredJson.text(stored) : StoredJson.updated(before, stored);
        }

        @SuppressWarnings("unchecked") // an object of texts
        ChatUser chatUser() {
            return new ChatUser(
                    chatUserId,
                    new ChatUser.Name(
                            username, StoredWord.read(ChatUserKind.class, ChatUserStore::word, kind), poolIndex),
                    tier,
                    resources == null
                            ? Resources.UNSAID
                            : StoredJson.read(resources, StoredResources.class).resources(),
                    StoredJson.read(metadata, Map.class),
                    enabled,
                    new ChatUser.Times(createdAt, updatedAt));
        }
    }

    /** As the column says it, whatever the constants are called. */
    static String word(ChatUserKind kind) {
        return switch (kind) {
            case SHARED -> "shared";
            case DEDICATED -> "dedicated";
            case TENANT -> "tenant";
            case MANUAL -> "manual";
        };
    }

    static Optional<ChatUser> find(Tx tx, ChatUserId id) {
        return row(tx, id).map(StoredChatUser::chatUser);
    }

    /** Those of them that are there. */
    static Map<ChatUserId, ChatUser> findAll(Tx tx, List<ChatUserId> ids) {
        return tx.query("SELECT " + COLUMNS + """
                         FROM unnest(:ids) WITH ORDINALITY AS asked (id, nth)
                         JOIN chat_users c ON c.tenant_id = :tenant AND c.chat_user_id = asked.id
                        WHERE""" + Tx.BY_KEY)
                .bindArray(
                        "ids", String.class, ids.stream().map(ChatUserId::value).toList())
                .mapTo(StoredChatUser.class)
                .map(StoredChatUser::chatUser)
                .collect(Collectors.toMap(ChatUser::id, Function.identity()));
    }

    private static Optional<StoredChatUser> row(Tx tx, ChatUserId id) {
        return tx.query("SELECT " + COLUMNS + " FROM chat_users c WHERE c.tenant_id = :tenant AND c.chat_user_id = :id")
                .bind("id", id)
                .mapTo(StoredChatUser.class)
                .findOne();
    }

    /** Whom the app user has, by that strategy. */
    static Optional<ChatUser> assigned(Tx tx, String user, ChatUserKind by) {
        return tx.query("SELECT " + COLUMNS + """
                         FROM chat_user_assignments a JOIN chat_users c USING (tenant_id, chat_user_id)
                         WHERE a.tenant_id = :tenant AND a.user_id = :user AND a.strategy = :strategy
                        """)
                .bind("user", user)
                .bind("strategy", word(by))
                .mapTo(StoredChatUser.class)
                .findOne()
                .map(StoredChatUser::chatUser);
    }

    /** Whether a chat user of the tenant may use something else than its tier says, or has a tier of its own. */
    static boolean anySpecial(Tx tx) {
        return tx.query("""
                        SELECT EXISTS (SELECT FROM chat_users
                                        WHERE tenant_id = :tenant AND (resources IS NOT NULL OR tier IS NOT NULL))
                        """).mapTo(Boolean.class).one();
    }

    /** The oldest first. */
    static Page<ChatUser> page(Tx tx, ChatUserFilter filter, Page.Request page) {
        List<ChatUser> rows = tx.query("SELECT " + COLUMNS + """
                         FROM chat_users c
                         WHERE c.tenant_id = :tenant AND c.chat_user_id > :after
                           AND (:kind::text IS NULL OR c.kind = :kind)
                           AND (:tier::text IS NULL OR c.tier = :tier)
                           AND (:username::text IS NULL OR c.username = :username)
                           AND (:user::text IS NULL OR EXISTS (
                                SELECT FROM chat_user_assignments a
                                 WHERE a.tenant_id = :tenant AND a.user_id = :user
                                   AND a.chat_user_id = c.chat_user_id))
                         ORDER BY c.chat_user_id LIMIT :rows
                        """)
                .bind("after", page.after() == null ? "" : page.after())
                .bind("kind", filter.kind() == null ? null : word(filter.kind()))
                .bind("tier", filter.tier())
                .bind("username", filter.username())
                .bind("user", filter.user())
                .bind("rows", page.limit() + 1)
                .mapTo(StoredChatUser.class)
                .map(StoredChatUser::chatUser)
                .list();
        return Page.of(rows, page.limit(), user -> user.id().value());
    }

    /** How many members of the pool there are, below that place in it. */
    static int members(Tx tx, ChatUserKind pool, int size) {
        return tx.query("""
                        SELECT count(*) FROM chat_users
                         WHERE tenant_id = :tenant AND kind = :kind AND pool_index < :size
                        """)
                .bind("kind", word(pool))
                .bind("size", size)
                .mapTo(Integer.class)
                .one();
    }

    /** Whether it was not there yet: no other has its name. */
    static boolean insert(Tx tx, ChatUser user) {
        return tx.update("""
                INSERT INTO chat_users (tenant_id, chat_user_id, username, kind, pool_index, tier, resources, metadata,
                                        enabled, created_at, updated_at)
                VALUES (:tenant, :chatUserId, :username, :kind, :poolIndex, :tier, :resources::jsonb, :metadata::jsonb,
                        :enabled, :createdAt, :updatedAt)
                ON CONFLICT DO NOTHING
                """, StoredChatUser.of(user, null)).execute() == 1;
    }

    /** Those that a strategy makes, which have nothing but a name. */
    static void insertAll(Tx tx, List<ChatUser> made) {
        if (made.isEmpty()) {
            return;
        }
        tx.update("""
                        INSERT INTO chat_users (tenant_id, chat_user_id, username, kind, metadata, enabled,
                                                created_at, updated_at)
                        SELECT :tenant, chat_user_id, username, kind, '{}', true, :now, :now
                          FROM unnest(:ids, :usernames, :kinds) AS made (chat_user_id, username, kind)
                        """)
                .bindArray(
                        "ids",
                        String.class,
                        made.stream().map(user -> user.id().value()).toList())
                .bindArray(
                        "usernames",
                        String.class,
                        made.stream().map(user -> user.name().username()).toList())
                .bindArray(
                        "kinds",
                        String.class,
                        made.stream().map(user -> word(user.name().kind())).toList())
                .bind("now", made.getFirst().times().createdAt())
                .execute();
    }

    static void update(Tx tx, ChatUser user) {
        String before = row(tx, user.id()).map(StoredChatUser::resources).orElse(null);
        tx.update("""
                UPDATE chat_users
                   SET tier = :tier, resources = :resources::jsonb, metadata = :metadata::jsonb, enabled = :enabled,
                       updated_at = :updatedAt
                 WHERE tenant_id = :tenant AND chat_user_id = :chatUserId
                """, StoredChatUser.of(user, before)).execute();
    }

    /** Deletes it, and remembers what is left of it upstream; whether it was there. */
    static boolean delete(Tx tx, ChatUserId id, Instant now) {
        tx.update("""
                        INSERT INTO chat_user_retired (tenant_id, upstream_id, retired_at, due_at)
                        SELECT tenant_id, upstream_id, :now, :now FROM chat_users
                         WHERE tenant_id = :tenant AND chat_user_id = :id AND upstream_id IS NOT NULL
                        ON CONFLICT DO NOTHING
                        """).bind("id", id).bind("now", now).execute();
        return tx.update("DELETE FROM chat_users WHERE tenant_id = :tenant AND chat_user_id = :id")
                        .bind("id", id)
                        .execute()
                == 1;
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM chat_users WHERE tenant_id = :tenant").execute();
    }
}
