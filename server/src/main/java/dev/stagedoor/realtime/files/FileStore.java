// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.files;

import dev.stagedoor.db.Tx;
import java.util.List;
import java.util.Optional;

/** The table {@code user_files}. */
final class FileStore {
    private static final String COLUMNS = "file_id AS id, name, media_type, size, created_at";

    private FileStore() {}

    /** Nobody else keeps a file for that user until the transaction ends: what they have stays what was counted. */
    static void hold(Tx tx, String user) {
        tx.query("SELECT pg_advisory_xact_lock(hashtextextended(:tenant || ' files of ' || :user, 0))")
                .bind("user", user)
                .mapToMap()
                .one();
    }

    /** What a user's files come to. */
    record Sum(long files, long bytes) {}

    static Sum sum(Tx tx, String user) {
        return tx.query("""
                        SELECT count(*) AS files, coalesce(sum(size), 0)::bigint AS bytes FROM user_files
                         WHERE tenant_id = :tenant AND user_id = :user
                        """).bind("user", user).mapTo(Sum.class).one();
    }

    static void insert(Tx tx, String user, UserFile file, byte[] content) {
        tx.update("""
                        INSERT INTO user_files (tenant_id, file_id, user_id, name, media_type, size, created_at, content)
                        VALUES (:tenant, :id, :user, :name, :mediaType, :size, :createdAt, :content)
                        """, file).bind("user", user).bind("content", content).execute();
    }

    /** The user's files among those. */
    static List<UserFile> find(Tx tx, String user, List<String> ids) {
        return tx.query("SELECT " + COLUMNS + """
                         FROM user_files WHERE tenant_id = :tenant AND user_id = :user AND file_id = ANY (:ids)
                         ORDER BY file_id
                        """)
                .bind("user", user)
                .bindArray("ids", String.class, ids)
                .mapTo(UserFile.class)
                .list();
    }

    static Optional<byte[]> content(Tx tx, String user, String id) {
        return tx.query("""
                        SELECT content FROM user_files
                         WHERE tenant_id = :tenant AND user_id = :user AND file_id = :id
                        """)
                .bind("user", user)
                .bind("id", id)
                .mapTo(byte[].class)
                .findOne();
    }

    static boolean delete(Tx tx, String user, String id) {
        return tx.update("DELETE FROM user_files WHERE tenant_id = :tenant AND user_id = :user AND file_id = :id")
                        .bind("user", user)
                        .bind("id", id)
                        .execute()
                == 1;
    }

    static int erase(Tx tx, String user) {
        return tx.update("DELETE FROM user_files WHERE tenant_id = :tenant AND user_id = :user")
                .bind("user", user)
                .execute();
    }

    static void eraseAll(Tx tx) {
        tx.update("DELETE FROM user_files WHERE tenant_id = :tenant").execute();
    }
}
