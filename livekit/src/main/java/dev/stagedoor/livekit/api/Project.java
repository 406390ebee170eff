// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenSigner;

/**
 * One LiveKit project: its URL and the signer for its API key. Passed to each call; a {@link LiveKitClient} keeps none.
 *
 * @param url of its server
 * @param signer for its API key
 */
public record Project(ServerUrl url, TokenSigner signer) {
    /** A project with its own signer. Creating a signer costs some microseconds: keep the project. */
    public static Project of(ServerUrl url, ApiKey key) {
        return new Project(url, new TokenSigner(key));
    }

    /** The URL and the key's id, nothing secret. */
    @Override
    public String toString() {
        return "Project[" + url + ", " + signer.keyId() + "]";
    }
}
