// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.vault;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One version of a credential, without its secret. */
public record CredentialView(
        @JsonPropertyDescription("The same for every version: cred_….")
        String id,

        @JsonPropertyDescription("livekit or webhook.") String kind,

        @JsonPropertyDescription("The name, of a kind of which a tenant may have many.") @Nullable
        String name,

        @JsonPropertyDescription("Increases with every put.")
        long version,

        @JsonPropertyDescription("pending, active, superseded, revoked or failed.")
        String state,

        @JsonPropertyDescription("The URL of a LiveKit project's server, in its canonical form.") @Nullable
        String serverUrl,

        @JsonPropertyDescription("The API key of a LiveKit project.") @Nullable
        String apiKey,

        @JsonPropertyDescription("What else the kind shows, such as a note.") @Nullable
        Map<String, String> attributes,

        @JsonPropertyDescription("The secret's last four characters and a keyed hash of it, to tell secrets apart.")
        String fingerprint,

        @JsonPropertyDescription("What is unsafe about it, such as the published key of livekit-server --dev.")
        @Nullable
        String warning,

        Instant createdAt,

        @JsonPropertyDescription("When its provider accepted it; absent if it was never verified.") @Nullable
        Instant verifiedAt,

        @JsonPropertyDescription("When it stopped being pending or active.") @Nullable
        Instant endedAt,

        @JsonPropertyDescription("When it ends at its provider, if that was said.") @Nullable
        Instant expiresAt) {}
