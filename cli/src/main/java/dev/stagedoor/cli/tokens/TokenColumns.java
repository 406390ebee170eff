// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tokens;

import dev.stagedoor.api.tokens.Inspection;
import dev.stagedoor.api.tokens.TokenAnswer;
import dev.stagedoor.cli.console.Columns;

/** The columns of tokens. */
final class TokenColumns {
    static final Columns<TokenAnswer> TOKEN = new Columns<TokenAnswer>()
            .add("server", TokenAnswer::serverUrl)
            .add("room", TokenAnswer::roomName)
            .add("participant", TokenAnswer::participantName)
            .add("expires", TokenAnswer::expiresAt)
            .add("token", TokenAnswer::participantToken);

    static final Columns<Inspection> INSPECTION = new Columns<Inspection>()
            .add("valid", Inspection::valid)
            .add("signature", Inspection::signature)
            .add("lifetime", Inspection::lifetime)
            .add("tenant", Inspection::tenant)
            .add("key", Inspection::keyId)
            .add("identity", Inspection::identity)
            .add("room", Inspection::roomName)
            .add("issued", Inspection::issuedAt)
            .add("expires", Inspection::expiresAt)
            .add("may", Inspection::may)
            .add("problems", Inspection::problems);

    private TokenColumns() {}
}
