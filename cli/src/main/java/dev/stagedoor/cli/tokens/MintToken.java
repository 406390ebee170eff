// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tokens;

import dev.stagedoor.api.tokens.RequestedGrants;
import dev.stagedoor.api.tokens.RoomAgent;
import dev.stagedoor.api.tokens.RoomConfig;
import dev.stagedoor.api.tokens.TokenRequest;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.JsonFile;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "mint",
        description = "Mint a participant's token for the tenant's LiveKit project.",
        footer = {
            "stagedoor tokens mint --room lobby --identity alice",
            "stagedoor tokens mint --room lobby --identity alice --agent demo --ttl 600 --tenant acme"
        })
final class MintToken extends TenantCommand {
    @Option(names = "--room", paramLabel = "ROOM", description = "The room (default: a random name).")
    private @Nullable String room;

    @Option(names = "--identity", paramLabel = "ID", description = "The participant's identity (default: random).")
    private @Nullable String identity;

    @Option(names = "--name", paramLabel = "NAME", description = "The participant's display name.")
    private @Nullable String name;

    @Option(names = "--metadata", paramLabel = "TEXT", description = "The participant's metadata.")
    private @Nullable String metadata;

    @Option(names = "--attribute", paramLabel = "KEY=VALUE", description = "A participant attribute; repeatable.")
    private @Nullable Map<String, String> attributes;

    @Option(
            names = "--agent",
            paramLabel = "SLUG",
            description = "The agent that LiveKit sends when the first person enters.")
    private @Nullable String agent;

    @Option(names = "--ttl", paramLabel = "SECONDS", description = "How long the token is valid.")
    private @Nullable Integer ttl;

    @Option(
            names = "--grants",
            paramLabel = "FILE",
            description = "Grants in JSON: {\"can_publish\":false}; - for standard input.")
    private @Nullable Path grants;

    @Override
    protected int run(Session session) {
        RequestedGrants may = grants == null ? null : JsonFile.read(session.shell(), grants, RequestedGrants.class);
        TokenRequest token = new TokenRequest(room, name, identity, metadata, attributes, config(), ttl, may);
        session.show(client(session).tokens().mint(token), TokenColumns.TOKEN);
        return ExitCode.OK;
    }

    private @Nullable RoomConfig config() {
        if (agent == null) {
            return null;
        }
        List<RoomAgent> agents = List.of(RoomAgent.named(agent));
        return new RoomConfig(null, null, null, null, null, null, null, null, null, agents, null);
    }
}
