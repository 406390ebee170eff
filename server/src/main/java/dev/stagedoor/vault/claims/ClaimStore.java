// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault.claims;

import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.statement.Query;

/** The SQL of claims. The database's unique index alone decides whose a fingerprint is. */
public final class ClaimStore {
    private ClaimStore() {}

    /** Claims what is free, always in the same order, so that concurrent writers cannot deadlock. */
    static void claim(Tx tx, Map<Fingerprint, String> partOf, Instant now) {
        new TreeMap<>(partOf)
                .forEach((fingerprint, part) -> tx.update("""
                        INSERT INTO credential_fingerprints (fingerprint, tenant_id, part, claimed_at)
                        VALUES (:fingerprint, :tenant, :part, :now)
                        ON CONFLICT DO NOTHING
                        """)
                        .bind("fingerprint", fingerprint.bytes())
                        .bind("part", part)
                        .bind("now", now)
                        .execute());
    }

    /** Those of the fingerprints that another tenant or the platform has. */
    static Set<Fingerprint> ofOthers(Tx tx, Collection<Fingerprint> fingerprints) {
        return fingerprints(tx.query("""
                        SELECT fingerprint FROM fingerprints_of_others(:fingerprints) AS f (fingerprint)
                         WHERE current_tenant() = :tenant
                        """).bind("fingerprints", array(fingerprints)));
    }

    /** When all of these are free at the earliest, in a transaction of the platform; empty while one is in use. */
    public static Optional<Instant> freeAt(Tx platform, Collection<Fingerprint> fingerprints) {
        return platform.query("SELECT claims_free_at(:fingerprints) AS at WHERE current_tenant() = :tenant")
                .bind("fingerprints", array(fingerprints))
                .map((rs, ctx) -> Optional.ofNullable(rs.getObject("at", OffsetDateTime.class)))
                .one()
                .map(OffsetDateTime::toInstant);
    }

    /** The tenant's own. */
    static Set<Fingerprint> own(Tx tx) {
        return fingerprints(tx.query("SELECT fingerprint FROM credential_fingerprints WHERE tenant_id = :tenant"));
    }

    private static Set<Fingerprint> fingerprints(Query query) {
        return new HashSet<>(
                query.map((rs, ctx) -> new Fingerprint(HexFormat.of().formatHex(rs.getBytes(1))))
                        .list());
    }

    /** Releases the claims of retired versions, unless another version still has them. */
    public static void release(Tx tx) {
        tx.update("""
                DELETE FROM credential_fingerprints f
                 WHERE f.tenant_id = :tenant
                   AND NOT EXISTS (SELECT FROM credentials c
                                    WHERE c.tenant_id = :tenant AND c.retired_at IS NULL
                                      AND f.fingerprint = ANY (c.claims))
                """).execute();
    }

    /** Releases all claims but these: for the platform, which claims what its configuration names. */
    static void releaseAllBut(Tx tx, Collection<Fingerprint> kept) {
        tx.update("DELETE FROM credential_fingerprints WHERE tenant_id = :tenant AND NOT fingerprint = ANY (:kept)")
                .bind("kept", array(kept))
                .execute();
    }

    public static byte[][] array(Collection<Fingerprint> fingerprints) {
        return List.copyOf(fingerprints).stream().map(Fingerprint::bytes).toArray(byte[][]::new);
    }
}
