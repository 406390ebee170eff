// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

/** LiveKit's plain-text 401, before any method is looked at. Its text may contain the token, as LiveKit's does. */
final class AuthRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    AuthRefusal(String text) {
        super(text, null, false, false);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
