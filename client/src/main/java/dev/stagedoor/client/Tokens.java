// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.tokens.InspectRequest;
import dev.stagedoor.api.tokens.Inspection;
import dev.stagedoor.api.tokens.RefreshRequest;
import dev.stagedoor.api.tokens.TokenAnswer;
import dev.stagedoor.api.tokens.TokenRequest;
import dev.stagedoor.client.http.Request;

/** Participants' LiveKit tokens. If an answer is lost nobody holds its token, so retrying is safe. */
public final class Tokens {
    private final Root root;

    Tokens(Root root) {
        this.root = root;
    }

    /** Mints one for the tenant's project. Not retried if it requests an agent. */
    public TokenAnswer mint(TokenRequest token) {
        Request request = Request.post(root.at("tokens"), token);
        boolean sendsAgents = token.roomConfig() != null && token.roomConfig().agents() != null;
        return root.send(sendsAgents ? request : request.repeating(), TokenAnswer.class);
    }

    /** A new token for one that has not expired. */
    public TokenAnswer refresh(String token) {
        return root.send(
                Request.post(root.at("tokens", "refresh"), new RefreshRequest(token))
                        .repeating(),
                TokenAnswer.class);
    }

    /** What a token claims, and whether it is valid. */
    public Inspection inspect(String token) {
        return root.send(
                Request.post(root.at("tokens", "inspect"), new InspectRequest(token))
                        .repeating(),
                Inspection.class);
    }
}
