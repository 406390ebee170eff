// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.profiles;

import dev.stagedoor.api.claude.ClaudeGateway;
import dev.stagedoor.api.claude.NewProfile;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "add",
        description = {
            "Add a Claude profile: an API key of the Claude Console, or a gateway and its bearer token.",
            "Reads the key or token from standard input, or prompts for it."
        },
        footer = {
            "stagedoor profiles add Team < anthropic-key.txt",
            "stagedoor profiles add Proxy --gateway https://claude.example.com --secret-file token.txt"
        })
final class AddProfile extends TenantCommand {
    @Parameters(paramLabel = "NAME", description = "The profile's name.")
    private String name = "";

    @Option(names = "--gateway", paramLabel = "URL", description = "URL of a gateway, without /v1.")
    private @Nullable String gateway;

    @Option(names = "--secret-file", paramLabel = "FILE", description = "File with the API key or bearer token.")
    private @Nullable Path secretFile;

    @Override
    protected int run(Session session) {
        String secret = session.secret(secretFile, gateway == null ? "API key" : "bearer token");
        NewProfile profile = gateway == null
                ? new NewProfile(name, secret, null)
                : new NewProfile(name, null, new ClaudeGateway(gateway, secret));
        session.show(client(session).profiles().create(profile), ProfileColumns.WHOLE);
        return ExitCode.OK;
    }
}
