package dev.stagedoor.api.vault;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One version of a credential; its secret is not in it. */
public record CredentialView(
        @JsonPropertyDescription("The same for every version: cred_….")
        String id,

        @JsonPropertyDescription("What it is for: livekit.") String kind,

        @JsonPropertyDescription("Counts up with every put.")
        long version,

        @JsonPropertyDescription("pending, active, superseded, revoked or failed.")
        String state,

        @JsonPropertyDescription("The one form of the server's URL.")
        String serverUrl,

        String apiKey,

        @JsonPropertyDescription("The secret's last four characters and a keyed hash of it, to tell secrets apart.")
        String fingerprint,

        Instant createdAt,

        @JsonPropertyDescription("When its provider last accepted it; absent if it was never asked.") @Nullable
        Instant verifiedAt,

        @JsonPropertyDescription("When it stopped being pending or active.") @Nullable
        Instant endedAt) {}
