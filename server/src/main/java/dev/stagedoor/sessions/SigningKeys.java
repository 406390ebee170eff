// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.crypto.DataKey;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The platform's keys for tokens: the same on every node, sealed by the platform's data key. A new one signs after five
 * minutes, so that whoever keeps the public keys has read of it; the old one's tokens stay valid to their end.
 */
final class SigningKeys {
    private static final Principal JOB = new Principal.SystemJob("signing-keys", "signing-keys");
    private static final Duration ANNOUNCED = Duration.ofMinutes(5);

    /** So long after its end a key still shows which documents it signed. */
    private static final Duration KNOWN = Duration.ofDays(1_000);

    private final Foundation on;
    private final Duration longestToken;
    private final Facet<TenantId, List<SigningKey>> keys;
    private final ReentrantLock first = new ReentrantLock();

    SigningKeys(Foundation on, Duration longestToken) {
        this.on = on;
        this.longestToken = longestToken;
        this.keys = new Facet<>(
                "signing keys",
                (tx, platform) -> on.dataKeys()
                        .find(tx)
                        .map(key -> SigningKeyStore.all(tx, key))
                        .orElse(List.of()));
    }

    /** All of them, the oldest first. */
    List<SigningKey> all() {
        List<SigningKey> known = known();
        if (!known.isEmpty()) {
            return known;
        }
        first.lock();
        try {
            return ensured();
        } finally {
            first.unlock();
        }
    }

    private List<SigningKey> known() {
        return on.snapshots().of(TenantId.PLATFORM).get(keys, TenantId.PLATFORM);
    }

    /** One request of this node makes the first key; if another node was faster, its key is there. */
    private List<SigningKey> ensured() {
        while (true) {
            Snapshot snapshot = on.snapshots().of(TenantId.PLATFORM);
            List<SigningKey> known = snapshot.get(keys, TenantId.PLATFORM);
            if (!known.isEmpty()) {
                return known;
            }
            try {
                return first(snapshot.proof());
            } catch (StaleEpoch moved) {
                on.snapshots().drop(moved);
            }
        }
    }

    /** The key that signs now. */
    SigningKey signing(Instant now) {
        List<SigningKey> all = all();
        return all.stream()
                .filter(key -> !key.from().isAfter(now))
                .reduce((older, newer) -> newer)
                .orElseGet(all::getFirst);
    }

    /** The key with that id, if its tokens are valid now. */
    Optional<SigningKey> verifying(String id, Instant now) {
        return all().stream()
                .filter(key -> key.id().equals(id) && key.verifiesAt(now))
                .findFirst();
    }

    /** The key with that id, whether it has ended or not. */
    Optional<SigningKey> known(String id) {
        return all().stream().filter(key -> key.id().equals(id)).findFirst();
    }

    private List<SigningKey> first(Proof judgedBy) {
        return on.ledger().change(JOB, judgedBy, change -> {
            DataKey key = on.dataKeys().ensure(change.tx());
            add(JOB, change, key, change.now());
            return SigningKeyStore.all(change.tx(), key);
        });
    }

    /** Makes a new key, which signs in five minutes; the others end once no token of theirs can be valid. */
    SigningKey rotate(Principal by) {
        all();
        return on.ledger().change(by, TenantId.PLATFORM, change -> {
            Instant from = change.now().plus(ANNOUNCED);
            SigningKeyStore.forget(change.tx(), change.now().minus(KNOWN));
            SigningKeyStore.end(change.tx(), from.plus(longestToken));
            DataKey key = on.dataKeys().ensure(change.tx());
            add(by, change, key, from);
            return SigningKeyStore.all(change.tx(), key).getLast();
        });
    }

    private static void add(Principal by, ChangeTx change, DataKey key, Instant from) {
        OctetKeyPair pair = pair(Ids.next("sig", change.now()));
        SigningKeyStore.insert(change.tx(), key, pair, change.now(), from);
        change.raiseEpoch();
        change.append(Draft.of(by, change.now(), "signing_key.create", pair.getKeyID(), "{}"));
    }

    private static OctetKeyPair pair(String id) {
        try {
            return new OctetKeyPairGenerator(Curve.Ed25519).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
