// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.telephony.CarrierCredentialRequest;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Credentials;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "carrier",
        description = {
            "Replace an account with a phone carrier; the previous one stays valid for 24 hours.",
            "The file is that of `credentials set carrier`. - reads it from standard input."
        },
        footer = "stagedoor credentials rotate carrier twilio --file twilio.json --tenant acme --wait")
final class RotateCarrier extends TenantCommand {
    @Mixin
    private NewCarrierAccount account = new NewCarrierAccount();

    @Mixin
    private WaitOption wait = new WaitOption();

    @Override
    protected int run(Session session) {
        CarrierCredentialRequest request = account.request(session);
        Credentials credentials = client(session).credentials();
        return wait.show(session, credentials, credentials.rotateCarrier(account.carrier(), request), null);
    }
}
