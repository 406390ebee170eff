// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import org.jdbi.v3.core.Handle;

/**
 * The version of a PostgreSQL server.
 *
 * @param number as the server counts: 160004 for 16.4
 * @param name   as people write it
 */
public record PostgresVersion(int number, String name) {
    private static final int OLDEST = 160_000;

    /** The version of the server at the other end. */
    static PostgresVersion of(Handle handle) {
        return handle.createQuery("SELECT current_setting('server_version_num')::int AS number,"
                        + " current_setting('server_version') AS name")
                .map((row, context) -> new PostgresVersion(row.getInt("number"), row.getString("name")))
                .one();
    }

    /** Whether Stagedoor runs on it. */
    public boolean isSupported() {
        return number >= OLDEST;
    }

    /** Requires a version that Stagedoor runs on. */
    void require() {
        if (!isSupported()) {
            throw new DatabaseRefused(
                    "This is PostgreSQL " + name + ", and Stagedoor needs 16 or newer. Nothing was changed.");
        }
    }
}
