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
        description = "Mint a participant's token on the tenant's own LiveKit project.",
        footer = {
            "stagedoor tokens mint --room lobby --identity alice",
            "stagedoor tokens mint --room lobby --identity alice --agent demo --ttl 600 --tenant acme"
        })
final class MintToken extends TenantCommand {
    @Option(names = "--room", paramLabel = "ROOM", description = "The room; a random one if not given.")
    private @Nullable String room;

    @Option(names = "--identity", paramLabel = "ID", description = "Who it is; a random one if not given.")
    private @Nullable String identity;

    @Option(names = "--name", paramLabel = "NAME", description = "The name others see.")
    private @Nullable String name;

    @Option(names = "--metadata", paramLabel = "TEXT", description = "The participant's metadata.")
    private @Nullable String metadata;

    @Option(names = "--attribute", paramLabel = "KEY=VALUE", description = "An attribute; repeatable.")
    private @Nullable Map<String, String> attributes;

    @Option(names = "--agent", paramLabel = "SLUG", description = "Send this agent to the room, too.")
    private @Nullable String agent;

    @Option(names = "--ttl", paramLabel = "SECONDS", description = "How long it is good for.")
    private @Nullable Integer ttl;

    @Option(
            names = "--grants",
            paramLabel = "FILE",
            description = "What its holder may do, in JSON: {\"can_publish\":false}; - is standard input.")
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
        List<RoomAgent> agents = List.of(new RoomAgent(agent, null));
        return new RoomConfig(null, null, null, null, null, null, null, null, null, agents, null);
    }
}
