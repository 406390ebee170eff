// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** Which credential a command is about. To the API each carrier is a kind of its own. */
final class WhichCredential {
    private static final String CARRIER = "carrier";

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            description = "Kind of credential: livekit, webhook, secret or carrier.")
    private String kind = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The name of a webhook or a secret, or of a carrier: twilio, telnyx or plivo.")
    private @Nullable String name;

    /** The API's word for the kind. */
    String kind() {
        return kind.equals(CARRIER) && name != null ? name : kind;
    }

    /** Which of that kind; null if there is only one. */
    @Nullable
    String name() {
        return kind.equals(CARRIER) ? null : name;
    }
}
