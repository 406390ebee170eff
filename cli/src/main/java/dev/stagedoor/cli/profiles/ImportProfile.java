// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.profiles;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stagedoor.api.claude.ImportAnswer;
import dev.stagedoor.api.claude.ImportedLogin;
import dev.stagedoor.api.claude.ImportedLogin.ClaudeAiOauth;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.client.http.WireJson;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "import",
        description = {
            "Make a Claude profile of a terminal's credentials, and select it if none is selected.",
            "The refresh token stays here: it works once, and belongs to the terminal."
        },
        footer = "stagedoor profiles import --file ~/.claude/.credentials.json --user alice")
final class ImportProfile extends TenantCommand {
    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "The credentials: {\"claudeAiOauth\": …} or {\"api_key\": …} (default: standard input).")
    private @Nullable Path file;

    @Option(names = "--name", paramLabel = "NAME", description = "The profile's name (default: by the plan).")
    private @Nullable String name;

    @Option(names = "--user", paramLabel = "ID", description = "The user whose login it is; required for a login.")
    private @Nullable String user;

    @Override
    protected int run(Session session) {
        ImportedLogin found = parsed(session.secret(file, "credentials"));
        ImportAnswer made = client(session)
                .profiles()
                .importLogin(new ImportedLogin(
                        withoutRefresh(found.claudeAiOauth()),
                        found.apiKey(),
                        name == null ? found.profileName() : name,
                        user == null ? found.userId() : user));
        session.show(made, ProfileColumns.IMPORTED);
        if (made.notice() != null && !session.wantsJson()) {
            session.shell().note(made.notice());
        }
        return ExitCode.OK;
    }

    private static ImportedLogin parsed(String json) {
        try {
            ImportedLogin login = WireJson.mapper().readValue(json, ImportedLogin.class);
            if (login != null) {
                return login;
            }
        } catch (JsonProcessingException e) {
            // Said below, without the content, which holds tokens.
        }
        throw new UsageException("the credentials must be a JSON object with claudeAiOauth or api_key");
    }

    private static @Nullable ClaudeAiOauth withoutRefresh(@Nullable ClaudeAiOauth login) {
        return login == null
                ? null
                : new ClaudeAiOauth(
                        login.accessToken(), null, login.expiresAt(), login.scopes(), login.subscriptionType());
    }
}
