// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.keys;

import dev.stagedoor.api.access.ApiKeyChange;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "update",
        description = "Change an API key's name, origins, agents or rate limit; what is not given stays.",
        footer = "stagedoor keys update key_01… --origin https://app.example.com --origin https://www.example.com")
final class UpdateKey extends KeyCommand {
    @Parameters(paramLabel = "KEY_ID", description = "The key's id (key_…), not the key itself.")
    private String id = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Another name.")
    private @Nullable String name;

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            description = "An origin that may use the publishable key, instead of those it has; repeatable.")
    private @Nullable List<String> origins;

    @Option(
            names = "--agent",
            paramLabel = "SLUG",
            description = "An agent that the key may request, instead of those it has; repeatable.")
    private @Nullable List<String> agents;

    @Mixin
    private LimitOptions limit = new LimitOptions();

    @Override
    protected int run(Session session) {
        ApiKeyChange change = new ApiKeyChange(name, origins, agents, limit.limit());
        session.show(
                ofOperators()
                        ? session.client().operatorKeys().update(id, change)
                        : client(session).keys().update(id, change),
                KeyColumns.WHOLE);
        return ExitCode.OK;
    }
}
