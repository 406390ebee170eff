// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.json.StoredJson;
import dev.stagedoor.json.StoredWord;
import dev.stagedoor.json.UnreadableStored;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One version of a credential as the database has it, perhaps written by a newer node. */
record StoredCredential(
        String kind,
        String name,
        String credentialId,
        long version,
        String state,
        String attributes,
        String fingerprint,
        Instant createdAt,
        @Nullable Instant verifiedAt,
        @Nullable Instant endedAt,
        @Nullable Instant retiredAt,
        @Nullable Instant expiresAt) {

    /** What it shows beside its secret, by a kind that this version may know only in part. */
    private static final class StoredAttributes extends HashMap<String, Object> {
        private static final long serialVersionUID = 1;
    }

    /**
     * What it says.
     *
     * @throws UnreadableStored if its kind, state or attributes are of a form that this version does not know
     */
    Credential read(Kinds known) {
        if (!known.knows(kind)) {
            throw new UnreadableStored(Kind.class, new IllegalArgumentException(kind));
        }
        return new Credential(
                new CredentialRef(kind, name),
                credentialId,
                version,
                StoredWord.read(CredentialState.class, CredentialState::wire, state),
                texts(StoredJson.read(attributes, StoredAttributes.class)),
                fingerprint,
                new Credential.Times(createdAt, verifiedAt, endedAt, retiredAt, expiresAt));
    }

    private static Map<String, String> texts(StoredAttributes all) {
        Map<String, String> texts = new HashMap<>();
        all.forEach((name, value) -> {
            if (value instanceof String text) {
                texts.put(name, text);
            }
        });
        return texts;
    }
}
