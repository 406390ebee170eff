package dev.stagedoor.client;

import dev.stagedoor.api.tokens.InspectRequest;
import dev.stagedoor.api.tokens.Inspection;
import dev.stagedoor.api.tokens.RefreshRequest;
import dev.stagedoor.api.tokens.TokenAnswer;
import dev.stagedoor.api.tokens.TokenRequest;
import dev.stagedoor.client.http.Request;

/** LiveKit tokens of participants. A token whose answer was lost has no holder, so asking again is safe. */
public final class Tokens {
    private final Root root;

    Tokens(Root root) {
        this.root = root;
    }

    /** Mints one on the tenant's own project. Never repeated by itself if it asks for an agent. */
    public TokenAnswer mint(TokenRequest token) {
        Request request = Request.post(root.at("tokens"), token);
        boolean sendsAgents = token.roomConfig() != null && token.roomConfig().agents() != null;
        return root.send(sendsAgents ? request : request.repeating(), TokenAnswer.class);
    }

    /** A fresh one in place of one that has not ended. */
    public TokenAnswer refresh(String token) {
        return root.send(
                Request.post(root.at("tokens", "refresh"), new RefreshRequest(token))
                        .repeating(),
                TokenAnswer.class);
    }

    /** What a token says, and whether it is to be believed. */
    public Inspection inspect(String token) {
        return root.send(
                Request.post(root.at("tokens", "inspect"), new InspectRequest(token))
                        .repeating(),
                Inspection.class);
    }
}
