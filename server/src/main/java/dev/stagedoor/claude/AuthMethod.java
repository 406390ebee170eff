// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import dev.stagedoor.json.StoredWord;

/** How a profile proves itself to the provider. */
public enum AuthMethod {
    /** A key of the Claude Console: {@code x-api-key}. */
    API_KEY("api-key"),
    /** A bearer token of a gateway at a URL of its own. */
    GATEWAY("gateway"),
    /** The access token of a terminal's login, which belongs to one user and expires. */
    TERMINAL_OAUTH("terminal-oauth");

    private final String wire;

    AuthMethod(String wire) {
        this.wire = wire;
    }

    /** The word on the wire and in the database. */
    public String wire() {
        return wire;
    }

    static AuthMethod of(String word) {
        return StoredWord.read(AuthMethod.class, AuthMethod::wire, word);
    }
}
