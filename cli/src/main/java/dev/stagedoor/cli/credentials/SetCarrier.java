// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.telephony.CarrierCredentialRequest;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.JsonFile;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "carrier",
        description = {
            "Store a new version of an account with a phone carrier; the previous one stays valid for 24 hours.",
            "The file holds {\"values\": {…}}: account_sid and auth_token for twilio, public_key and maybe api_key for telnyx,",
            "auth_id and auth_token for plivo. - reads it from standard input."
        },
        footer = "stagedoor credentials set carrier twilio --file twilio.json --tenant acme")
final class SetCarrier extends TenantCommand {
    @Parameters(paramLabel = "CARRIER", description = "The carrier: twilio, telnyx or plivo.")
    private String carrier = "";

    @Option(names = "--file", paramLabel = "FILE", required = true, description = "File with the account.")
    private Path file = Path.of("-");

    @Override
    protected int run(Session session) {
        CarrierCredentialRequest account = JsonFile.read(session.shell(), file, CarrierCredentialRequest.class);
        session.show(client(session).credentials().putCarrier(carrier, account), CredentialColumns.WHOLE);
        return ExitCode.OK;
    }
}
