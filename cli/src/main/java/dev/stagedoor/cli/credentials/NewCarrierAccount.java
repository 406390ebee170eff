// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.telephony.CarrierCredentialRequest;
import dev.stagedoor.cli.command.JsonFile;
import dev.stagedoor.cli.command.Session;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A new account with a phone carrier. */
final class NewCarrierAccount {
    @Parameters(paramLabel = "CARRIER", description = "The carrier: twilio, telnyx or plivo.")
    private String carrier = "";

    @Option(names = "--file", paramLabel = "FILE", required = true, description = "File with the account.")
    private Path file = Path.of("-");

    /** The name of the carrier. */
    String carrier() {
        return carrier;
    }

    /** What to put; reads the file. */
    CarrierCredentialRequest request(Session session) {
        return JsonFile.read(session.shell(), file, CarrierCredentialRequest.class);
    }
}
