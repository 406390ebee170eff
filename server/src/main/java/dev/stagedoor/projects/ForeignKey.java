// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenSigner;
import dev.stagedoor.livekit.token.VideoGrant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;

/** A key that is not a tenant's, to ask whether it is good for anything of that tenant's. */
public final class ForeignKey {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Longer than any answer about one room of ours. */
    private static final int LONGEST_ANSWER = 32 << 10;

    private final LiveKitClient client;
    private final dev.stagedoor.livekit.api.Project wire;

    ForeignKey(LiveKitClient client, dev.stagedoor.livekit.api.Project wire) {
        this.client = client;
        this.wire = wire;
    }

    static ForeignKey of(LiveKitClient client, String url, String apiKey, Secret secret) {
        ApiKey key = ApiKey.of(apiKey, secret.reveal());
        return new ForeignKey(client, dev.stagedoor.livekit.api.Project.of(ServerUrl.parse(url), key));
    }

    /** Its public id, the {@code iss} of its tokens. */
    public String id() {
        return wire.signer().keyId();
    }

    /** Whether it is the tenant's own key under another owner: same id, same secret. */
    public boolean isKeyOf(Project tenants) {
        AccessToken nothing =
                AccessToken.forParticipant("nobody").video(VideoGrant.NONE).build();
        byte[] ours = bySigner(tenants.signer(), nothing);
        return MessageDigest.isEqual(ours, bySigner(wire.signer(), nothing));
    }

    /** Signers do not show their keys, but sign alike if these are alike. */
    private static byte[] bySigner(TokenSigner signer, AccessToken token) {
        return signer.sign(token, Instant.EPOCH).jwt().getBytes(StandardCharsets.US_ASCII);
    }

    /** What a server answers. */
    public enum Sight {
        /** It does not have that room, or does not accept the key. */
        BLIND,
        /** It shows the room. */
        SEES,
        /** Nothing, or nothing that says either. */
        UNREACHED
    }

    /**
     * What the key's own server answers. No other is asked with this key: its tokens are worth something there, and whoever
     * runs that server could use them. They may also say that they have whatever room they are asked for, to blame its tenant:
     * only whoever sees the room knows what is in its metadata.
     */
    public Sight atHome(String room, String metadata) {
        try {
            boolean shown = client.rooms(wire).within(PATIENCE).answersUpTo(LONGEST_ANSWER).listRooms(room).stream()
                    .anyMatch(one -> one.name().equals(room) && one.metadata().equals(metadata));
            return shown ? Sight.SEES : Sight.BLIND;
        } catch (LiveKitException failed) {
            return LiveKitProblems.isRejection(failed) ? Sight.BLIND : Sight.UNREACHED;
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ForeignKey[]";
    }
}
