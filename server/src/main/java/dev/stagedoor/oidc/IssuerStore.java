// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code oidc_issuers}. */
final class IssuerStore {
    private IssuerStore() {}

    /** A row of it. */
    private record StoredIssuer(
            String name,
            String issuer,
            List<String> audiences,
            @Nullable String jwksUrl,
            String userClaim,
            List<String> algorithms,
            Instant createdAt,
            Instant updatedAt) {
        static StoredIssuer of(Issuer issuer) {
            Issuer.Trust trust = issuer.trust();
            return new StoredIssuer(
                    issuer.name(),
                    trust.issuer(),
                    trust.audiences(),
                    trust.jwksUrl(),
                    trust.userClaim(),
                    trust.algorithms(),
                    issuer.times().createdAt(),
                    issuer.times().updatedAt());
        }

        Issuer trusted() {
            return new Issuer(
                    name,
                    new Issuer.Trust(issuer, audiences, jwksUrl, userClaim, algorithms),
                    new Issuer.Times(createdAt, updatedAt));
        }
    }

    /** By name; of a tenant there are few. */
    static List<Issuer> all(Tx tx) {
        return tx.query("SELECT * FROM oidc_issuers WHERE tenant_id = :tenant ORDER BY name")
                .mapTo(StoredIssuer.class)
                .map(StoredIssuer::trusted)
                .list();
    }

    static Page<Issuer> page(Tx tx, Page.Request page) {
        List<Issuer> rows = tx.query("""
                        SELECT * FROM oidc_issuers
                         WHERE tenant_id = :tenant AND name > :after
                         ORDER BY name LIMIT :rows
                        """)
                .bind("after", page.after() == null ? "" : page.after())
                .bind("rows", page.limit() + 1)
                .mapTo(StoredIssuer.class)
                .map(StoredIssuer::trusted)
                .list();
        return Page.of(rows, page.limit(), Issuer::name);
    }

    static Optional<Issuer> find(Tx tx, String name) {
        return tx.query("SELECT * FROM oidc_issuers WHERE tenant_id = :tenant AND name = :name")
                .bind("name", name)
                .mapTo(StoredIssuer.class)
                .findOne()
                .map(StoredIssuer::trusted);
    }

    /** Inserts or replaces the one with this name. */
    static void put(Tx tx, Issuer issuer) {
        tx.update("""
                INSERT INTO oidc_issuers (tenant_id, name, issuer, audiences, jwks_url, user_claim, algorithms,
                                          created_at, updated_at)
                VALUES (:tenant, :name, :issuer, :audiences, :jwksUrl, :userClaim, :algorithms, :createdAt, :updatedAt)
                ON CONFLICT (tenant_id, name) DO UPDATE
                   SET issuer = excluded.issuer, audiences = excluded.audiences, jwks_url = excluded.jwks_url,
                       user_claim = excluded.user_claim, algorithms = excluded.algorithms,
                       updated_at = excluded.updated_at
                """, StoredIssuer.of(issuer)).execute();
    }

    static boolean delete(Tx tx, String name) {
        return tx.update("DELETE FROM oidc_issuers WHERE tenant_id = :tenant AND name = :name")
                        .bind("name", name)
                        .execute()
                == 1;
    }

    static void eraseAll(Tx tx) {
        tx.update("DELETE FROM oidc_issuers WHERE tenant_id = :tenant").execute();
    }
}
