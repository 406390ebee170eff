// SPDX-License-Identifier: Apache-2.0
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "create",
        description = "Create an API key. It is printed once and cannot be shown again.",
        footer = {
            "stagedoor keys create --tenant acme --name backend --preset backend",
            "stagedoor keys create --tenant acme --name reports --scope usage:read --scope calls:read",
            "stagedoor keys create --name web --publishable --origin https://app.example.com --agent demo",
            "stagedoor keys create --name ios --app --agent demo",
            "stagedoor keys create --operator --name alice --scope tenants:read"
        })
final class CreateKey extends KeyCommand {
    @Option(names = "--name", paramLabel = "NAME", required = true, description = "A name for the key.")
    private String name = "";

    @Option(names = "--scope", paramLabel = "SCOPE", description = "A scope of the key; repeatable.")
    private @Nullable List<String> scopes;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Scopes that usually go together: backend, frontend or readonly.")
    private @Nullable Preset preset;

    @Mixin
    private LimitOptions limit = new LimitOptions();

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "When it expires: 2027-01-01T00:00:00Z (default: never).")
    private @Nullable Instant expires;

    @Option(names = "--publishable", description = "A publishable key, for web pages: it can only get tokens.")
    private boolean publishable;

    @Option(
            names = "--app",
            description = "A key for an app that is no web page: it can only get tokens, at a lower rate.")
    private boolean app;

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            description = "An origin that may use the publishable key; repeatable.")
    private @Nullable List<String> origins;

    @Option(
            names = "--agent",
            paramLabel = "SLUG",
            description = "An agent that the publishable or app key may request; repeatable.")
    private @Nullable List<String> agents;

    @Override
    protected int run(Session session) {
        if (Stream.of(ofOperators(), publishable, app).filter(one -> one).count() > 1) {
            throw new UsageException("--operator, --publishable and --app exclude each other");
        }
        CreatedApiKey created = ofOperators()
                ? session.client().operatorKeys().create(new NewOperatorKey(name, wantedScopes(), expires))
                : client(session).keys().create(key());
        session.show(created, KeyColumns.CREATED);
        return ExitCode.OK;
    }

    private NewApiKey key() {
        KeyKind kind = publishable ? KeyKind.PUBLISHABLE : app ? KeyKind.APP : KeyKind.SECRET;
        List<String> wanted = wantedScopes();
        return new NewApiKey(kind, name, wanted.isEmpty() ? null : wanted, expires, origins, agents, limit.limit());
    }

    private List<String> wantedScopes() {
        return Stream.concat(
                        preset == null ? Stream.of() : preset.scopes().stream(),
                        scopes == null ? Stream.of() : scopes.stream())
                .distinct()
                .toList();
    }
}
