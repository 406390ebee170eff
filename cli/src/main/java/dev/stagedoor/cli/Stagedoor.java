// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli;

import dev.stagedoor.cli.agents.AgentsCommand;
import dev.stagedoor.cli.audit.AuditCommand;
import dev.stagedoor.cli.calls.CallsCommand;
import dev.stagedoor.cli.calls.TriggerCommand;
import dev.stagedoor.cli.chatusers.ChatUsersCommand;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.conformance.ConformanceCommand;
import dev.stagedoor.cli.console.Shell;
import dev.stagedoor.cli.credentials.CredentialsCommand;
import dev.stagedoor.cli.dispatches.DispatchesCommand;
import dev.stagedoor.cli.events.EventsCommand;
import dev.stagedoor.cli.events.WebhookEndpointsCommand;
import dev.stagedoor.cli.evidence.EvidenceCommand;
import dev.stagedoor.cli.keys.KeysCommand;
import dev.stagedoor.cli.keys.Rekey;
import dev.stagedoor.cli.numbers.NumbersCommand;
import dev.stagedoor.cli.outbound.DialSettingsCommand;
import dev.stagedoor.cli.outbound.DialsCommand;
import dev.stagedoor.cli.outbound.OutboundTrunkCommand;
import dev.stagedoor.cli.phone.PhoneSettingsCommand;
import dev.stagedoor.cli.prices.CallPricesCommand;
import dev.stagedoor.cli.profiles.ProfilesCommand;
import dev.stagedoor.cli.runs.RunsCommand;
import dev.stagedoor.cli.servers.ServersCommand;
import dev.stagedoor.cli.sessions.SessionsCommand;
import dev.stagedoor.cli.sip.SipCommand;
import dev.stagedoor.cli.tenants.TenantsCommand;
import dev.stagedoor.cli.tokens.TokensCommand;
import dev.stagedoor.cli.usage.UsageCommand;
import dev.stagedoor.cli.users.UsersCommand;
import dev.stagedoor.cli.workers.WorkersCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stagedoor}: the root of all commands. */
@Command(
        name = "stagedoor",
        description = "Credentials, tokens and agents for many tenants, each with its own LiveKit project.",
        versionProvider = Version.class,
        subcommands = {
            ServerCommands.Dev.class,
            ServerCommands.Serve.class,
            ServerCommands.Migrate.class,
            ServerCommands.OperatorKeys.class,
            ServerCommands.Doctor.class,
            Rekey.class,
            TenantsCommand.class,
            UsersCommand.class,
            SessionsCommand.class,
            CredentialsCommand.class,
            ServersCommand.class,
            KeysCommand.class,
            AgentsCommand.class,
            WorkersCommand.class,
            NumbersCommand.class,
            PhoneSettingsCommand.class,
            DialSettingsCommand.class,
            CallPricesCommand.class,
            OutboundTrunkCommand.class,
            WebhookEndpointsCommand.class,
            ChatUsersCommand.class,
            TriggerCommand.class,
            SipCommand.class,
            CallsCommand.class,
            DialsCommand.class,
            DispatchesCommand.class,
            TokensCommand.class,
            ProfilesCommand.class,
            RunsCommand.class,
            UsageCommand.class,
            AuditCommand.class,
            EvidenceCommand.class,
            EventsCommand.class,
            ConformanceCommand.class,
            GenerateCompletion.class
        },
        footer = {
            "stagedoor dev",
            "stagedoor trigger demo --user alice --tenant acme --wait joined",
            "stagedoor tenants list --json",
            "source <(stagedoor generate-completion)"
        })
final class Stagedoor extends Session {
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // Set and handled by picocli.
    private boolean version;

    Stagedoor(Shell shell) {
        super(shell);
    }
}
