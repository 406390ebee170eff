package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenSigner;

/**
 * One LiveKit project: where it is and what signs for it. Given with each call; a {@link LiveKitClient} keeps none.
 *
 * @param url of its server
 * @param signer under its API key
 */
public record Project(ServerUrl url, TokenSigner signer) {
    /** A project with a signer of its own. Making a signer costs some microseconds: keep the project. */
    public static Project of(ServerUrl url, ApiKey key) {
        return new Project(url, new TokenSigner(key));
    }

    /** Without anything secret: the URL and the key's id. */
    @Override
    public String toString() {
        return "Project[" + url + ", " + signer.keyId() + "]";
    }
}
