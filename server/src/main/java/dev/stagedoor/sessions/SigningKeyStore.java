// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import dev.stagedoor.crypto.Binding;
import dev.stagedoor.crypto.DataKey;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Secret;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code signing_keys}, of the platform. */
final class SigningKeyStore {
    private SigningKeyStore() {}

    @SuppressWarnings("ArrayRecordComponent") // only read
    private record StoredKey(
            String keyId,
            byte[] publicKey,
            byte[] sealed,
            Instant signsFrom,
            @Nullable Instant endsAt) {
        SigningKey opened(Tx tx, DataKey key) {
            Secret d = key.open(sealed, new Binding(tx.tenant(), keyId, 1));
            return new SigningKey(keyId, pair(keyId, publicKey, d), signsFrom, endsAt);
        }
    }

    private static OctetKeyPair pair(String id, byte[] x, Secret d) {
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x))
                .d(Base64URL.encode(d.reveal()))
                .keyID(id)
                .keyUse(KeyUse.SIGNATURE)
                .build();
    }

    /** The oldest first. */
    static List<SigningKey> all(Tx tx, DataKey key) {
        return tx.query("""
                        SELECT key_id, public_key, sealed, signs_from, ends_at FROM signing_keys
                         WHERE tenant_id = :tenant ORDER BY signs_from, key_id
                        """)
                .mapTo(StoredKey.class)
                .map(row -> row.opened(tx, key))
                .list();
    }

    static void insert(Tx tx, DataKey key, OctetKeyPair pair, Instant now, Instant from) {
        Secret d = Secret.of(pair.getDecodedD());
        tx.update("""
                        INSERT INTO signing_keys (tenant_id, key_id, public_key, sealed, created_at, signs_from)
                        VALUES (:tenant, :key, :public, :sealed, :now, :from)
                        """)
                .bind("key", pair.getKeyID())
                .bind("public", pair.getDecodedX())
                .bind("sealed", key.seal(d, new Binding(tx.tenant(), pair.getKeyID(), 1)))
                .bind("now", now)
                .bind("from", from)
                .execute();
    }

    /** Those without an end get that one. */
    static void end(Tx tx, Instant at) {
        tx.update("UPDATE signing_keys SET ends_at = :at WHERE tenant_id = :tenant AND ends_at IS NULL")
                .bind("at", at)
                .execute();
    }

    static void forget(Tx tx, Instant before) {
        tx.update("DELETE FROM signing_keys WHERE tenant_id = :tenant AND ends_at < :before")
                .bind("before", before)
                .execute();
    }
}
