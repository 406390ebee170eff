// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.roomevents;

import dev.stagedoor.db.Snapshot;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.signed.SignatureVerifier;
import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.token.TokenVerifier;
import dev.stagedoor.livekit.webhook.WebhookVerifier;
import dev.stagedoor.projects.Projects;
import java.util.List;
import java.util.Optional;

/**
 * Whose LiveKit sent a webhook: {@code iss} of its token names tenants that may have that key, the signature decides (I5). Also
 * of a suspended tenant, whose rooms are being closed.
 */
final class RoomEventSignature implements SignatureVerifier {
    /** LiveKit's header: the token alone, without {@code Bearer}. */
    static final String HEADER = "Authorization";

    /** Who the sender is, in logs and limits. */
    static final String SENDER = "livekit";

    /** Each costs a verification: more tenants than this do not name one key by chance. */
    private static final int MOST_CANDIDATES = 16;

    private static final int LONGEST_TOKEN = 4_096;

    private final Foundation on;
    private final Projects projects;

    RoomEventSignature(Foundation on, Projects projects) {
        this.on = on;
        this.projects = projects;
    }

    @Override
    public Principal verify(SignedRequest request) {
        String token = request.header(HEADER)
                .filter(sent -> sent.length() <= LONGEST_TOKEN)
                .orElseThrow(RoomEventSignature::refused);
        String key = TokenVerifier.claimedKeyId(WebhookVerifier.token(token)).orElseThrow(RoomEventSignature::refused);
        return candidates(key).stream()
                .flatMap(tenant -> sender(tenant, token, request).stream())
                .findFirst()
                .orElseThrow(RoomEventSignature::refused);
    }

    private List<TenantId> candidates(String key) {
        return on.database().directory(handle -> RoomEventStore.tenantsWith(handle, key, MOST_CANDIDATES));
    }

    private Optional<Principal> sender(TenantId tenant, String token, SignedRequest request) {
        Snapshot snapshot = on.snapshots().of(tenant);
        return on.snapshots()
                .judge(
                        snapshot,
                        () -> projects.signed(snapshot, token, request.rawBody())
                                ? Optional.of(
                                        new Principal.Sender(tenant, SENDER, snapshot.proof(), request.requestId()))
                                : Optional.<Principal>empty());
    }

    private static Problem refused() {
        return Problem.of(
                ErrorCode.UNAUTHENTICATED,
                "The token in Authorization is missing or invalid, or is not of this body, or no tenant has its API key.");
    }
}
