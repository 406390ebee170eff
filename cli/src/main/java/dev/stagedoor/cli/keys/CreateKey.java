package dev.stagedoor.cli.keys;

import dev.stagedoor.api.access.CreatedApiKey;
import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.access.NewOperatorKey;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "create",
        description = "Create an API key. It is printed this once and can never be shown again.",
        footer = {
            "stagedoor keys create --tenant acme --name backend --scope tokens:mint --scope calls:write",
            "stagedoor keys create --name web --publishable --origin https://app.example.com --agent demo",
            "stagedoor keys create --operator --name alice --scope tenants:read"
        })
final class CreateKey extends KeyCommand {
    @Option(names = "--name", paramLabel = "NAME", required = true, description = "What it is for, for people.")
    private String name = "";

    @Option(names = "--scope", paramLabel = "SCOPE", description = "What it may do; may be given more than once.")
    private @Nullable List<String> scopes;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "When it ends: 2027-01-01T00:00:00Z; never if not given.")
    private @Nullable Instant expires;

    @Option(names = "--publishable", description = "A key for web pages: it asks for tokens only.")
    private boolean publishable;

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            description = "Where a publishable key is used from; repeatable.")
    private @Nullable List<String> origins;

    @Option(names = "--agent", paramLabel = "SLUG", description = "An agent a publishable key may ask for; repeatable.")
    private @Nullable List<String> agents;

    @Override
    protected int run(Session session) {
        if (ofOperators() && publishable) {
            throw new UsageException("--operator and --publishable exclude each other");
        }
        CreatedApiKey created = ofOperators()
                ? session.client()
                        .operatorKeys()
                        .create(new NewOperatorKey(name, scopes == null ? List.of() : scopes, expires))
                : client(session).keys().create(key());
        session.show(created, KeyColumns.CREATED);
        return ExitCode.OK;
    }

    private NewApiKey key() {
        KeyKind kind = publishable ? KeyKind.PUBLISHABLE : KeyKind.SECRET;
        return new NewApiKey(kind, name, scopes, expires, origins, agents, null);
    }
}
