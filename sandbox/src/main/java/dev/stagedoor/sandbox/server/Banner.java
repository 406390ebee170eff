// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import java.net.URI;

/** The warning logged when a sandbox starts. */
public final class Banner {
    private Banner() {}

    public static String text(URI url, String keyId) {
        return """

                ┌────────────────────────────────────────────────────────────┐
                │  SANDBOX: this is NOT a LiveKit server                     │
                │                                                            │
                │  It answers LiveKit's API from this process, without any   │
                │  media: nobody can hear or see anybody. For trying things  │
                │  and for tests, never for calls.                           │
                └────────────────────────────────────────────────────────────┘
                sandbox at %s, API key %s""".formatted(url, keyId);
    }
}
