// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault.claims;

import dev.stagedoor.audit.AuditTrail;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredJson;
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
final class ClaimStore {
    /** How many entries of the chain are looked at for whether anything was granted with a version. */
    private static final int LOOK_BACK = 100;

    /** Actions that grant nothing begin with these. */
    private static final List<String> ADMINISTRATION = List.of("credential.", "agent.", "api_key.", "tenant.");

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
    static Optional<Instant> freeAt(Tx platform, Collection<Fingerprint> fingerprints) {
        return platform.query("SELECT claims_free_at(:fingerprints) AS at WHERE current_tenant() = :tenant")
                .bind("fingerprints", array(fingerprints))
                .map((rs, ctx) -> Optional.ofNullable(rs.getObject("at", OffsetDateTime.class)))
                .one()
                .map(OffsetDateTime::toInstant);
    }

    /** An entry about the activation of a version. */
    private record StoredActivation(long version) {}

    /**
     * Whether the chain has nothing but administration since that version of a credential became active. Only its last entries are looked
     * at, and what is not known to be administration is taken for a grant.
     */
    static boolean grantedNothing(Tx tx, String credentialId, long version) {
        for (Entry entry : AuditTrail.newest(tx, 0, null, null, LOOK_BACK)) {
            Draft said = entry.draft();
            if (isActivation(said, credentialId, version)) {
                return true;
            }
            if (ADMINISTRATION.stream().noneMatch(said.action()::startsWith)) {
                return false;
            }
        }
        return false;
    }

    private static boolean isActivation(Draft said, String credentialId, long version) {
        return said.action().equals("credential.activate")
                && said.target().equals(credentialId)
                && StoredJson.read(said.detail(), StoredActivation.class).version() == version;
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
    static void release(Tx tx) {
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

    static byte[][] array(Collection<Fingerprint> fingerprints) {
        return List.copyOf(fingerprints).stream().map(Fingerprint::bytes).toArray(byte[][]::new);
    }
}
