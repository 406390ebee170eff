// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

/** LiveKit's plain-text 401, sent before it looks at the method. Like LiveKit's, its text may contain the token. */
final class AuthRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    AuthRefusal(String text) {
        super(text, null, false, false);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
