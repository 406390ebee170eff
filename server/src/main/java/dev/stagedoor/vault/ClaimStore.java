package dev.stagedoor.vault;

import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The SQL of claims: whose a fingerprint is, decided by the database's unique index and by nothing else. */
final class ClaimStore {
    private ClaimStore() {}

    /** Claims what nobody has, in one order for all, so that two writers wait for each other and never in a circle. */
    static void claim(Tx tx, Map<Fingerprint, String> partOf, Instant now) {
        new TreeMap<>(partOf)
                .forEach((fingerprint, part) -> tx.handle()
                        .createUpdate("""
                        INSERT INTO credential_fingerprints (fingerprint, tenant_id, part, claimed_at)
                        VALUES (:fingerprint, :tenant, :part, :now)
                        ON CONFLICT DO NOTHING
                        """)
                        .bind("fingerprint", fingerprint.bytes())
                        .bind("tenant", tx.tenant().value())
                        .bind("part", part)
                        .bind("now", now)
                        .execute());
    }

    /** Those of the fingerprints that are somebody else's. */
    static Set<Fingerprint> ofOthers(Tx tx, Collection<Fingerprint> fingerprints) {
        return new HashSet<>(tx.handle()
                .createQuery("SELECT fingerprint FROM fingerprints_of_others(:fingerprints) AS f (fingerprint)")
                .bind("fingerprints", array(fingerprints))
                .map((rs, ctx) -> new Fingerprint(HexFormat.of().formatHex(rs.getBytes(1))))
                .list());
    }

    /** The tenant's own. */
    static Set<Fingerprint> own(Tx tx) {
        return new HashSet<>(tx.handle()
                .createQuery("SELECT fingerprint FROM credential_fingerprints WHERE tenant_id = :tenant")
                .bind("tenant", tx.tenant().value())
                .map((rs, ctx) -> new Fingerprint(HexFormat.of().formatHex(rs.getBytes(1))))
                .list());
    }

    /** Gives up what no version stands on that is not retired; returns how many claims that were. */
    static int release(Tx tx) {
        return tx.handle().createUpdate("""
                        DELETE FROM credential_fingerprints f
                         WHERE f.tenant_id = :tenant
                           AND NOT EXISTS (SELECT FROM credentials c
                                            WHERE c.tenant_id = :tenant AND c.retired_at IS NULL
                                              AND f.fingerprint = ANY (c.claims))
                        """).bind("tenant", tx.tenant().value()).execute();
    }

    /** Gives up every claim but these: for the platform, whose claims are its configuration. */
    static void releaseAllBut(Tx tx, Collection<Fingerprint> kept) {
        tx.handle()
                .createUpdate("""
                        DELETE FROM credential_fingerprints
                         WHERE tenant_id = :tenant AND NOT fingerprint = ANY (:kept)
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("kept", array(kept))
                .execute();
    }

    static byte[][] array(Collection<Fingerprint> fingerprints) {
        return List.copyOf(fingerprints).stream().map(Fingerprint::bytes).toArray(byte[][]::new);
    }
}
