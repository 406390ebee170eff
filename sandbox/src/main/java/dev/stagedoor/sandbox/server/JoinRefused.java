// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

/** The token does not allow its holder to join the room. */
public final class JoinRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    JoinRefused(int status, String text) {
        super(text);
        this.status = status;
    }

    /** The HTTP status LiveKit answers with. */
    public int status() {
        return status;
    }
}
