package dev.stagedoor.vault;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;

/** A tenant's LiveKit project, opened: part of a snapshot, never kept anywhere else. */
public record LiveKitCredential(
        TenantId tenant, String credentialId, long version, ServerUrl serverUrl, String apiKey, Secret apiSecret) {}
