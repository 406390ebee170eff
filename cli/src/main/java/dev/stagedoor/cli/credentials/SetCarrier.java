// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.telephony.CarrierCredentialRequest;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "carrier",
        description = {
            "Store a new version of an account with a phone carrier; the previous one stays valid for 24 hours.",
            "The file holds {\"values\": {…}}: account_sid and auth_token for twilio, public_key and maybe api_key for telnyx,",
            "auth_id and auth_token for plivo. - reads it from standard input."
        },
        footer = "stagedoor credentials set carrier twilio --file twilio.json --tenant acme")
final class SetCarrier extends TenantCommand {
    @Mixin
    private NewCarrierAccount account = new NewCarrierAccount();

    @Override
    protected int run(Session session) {
        CarrierCredentialRequest request = account.request(session);
        session.show(client(session).credentials().putCarrier(account.carrier(), request), CredentialColumns.WHOLE);
        return ExitCode.OK;
    }
}
