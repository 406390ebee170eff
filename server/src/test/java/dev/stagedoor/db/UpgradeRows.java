// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Rows as written by an older version: the files {@code upgrade/*.sql} of the test resources (E6). */
public final class UpgradeRows {
    private UpgradeRows() {}

    /** Inserts them, and a ledger row for each tenant they mention. */
    public static void load(TestDatabase database, String file) {
        String sql = text("/upgrade/" + file);
        Pattern.compile("ten_[0-9a-z]{26}")
                .matcher(sql)
                .results()
                .map(MatchResult::group)
                .distinct()
                .forEach(tenant -> database.admin("INSERT INTO tenant_ledger (tenant_id, hash) VALUES ('" + tenant
                        + "', sha256('x'::bytea)) ON CONFLICT DO NOTHING"));
        database.admin(sql);
    }

    private static String text(String resource) {
        try (InputStream in = UpgradeRows.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
