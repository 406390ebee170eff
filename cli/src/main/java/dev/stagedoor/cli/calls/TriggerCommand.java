// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.calls;

import dev.stagedoor.api.calls.CallMode;
import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.api.calls.Wait;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.JsonFile;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stagedoor trigger}. */
@CommandLine.Command(
        name = "trigger",
        description = {
            "Start a call: create a room, dispatch an agent, mint a token for the user.",
            "With --wait joined, exit code 1 unless the agent has joined."
        },
        footer = {
            "stagedoor trigger demo --user alice --wait joined",
            "stagedoor trigger demo --user alice --tenant acme --message \"Hello\""
        })
public final class TriggerCommand extends TenantCommand {
    @Parameters(paramLabel = "AGENT", description = "The agent's slug.")
    private String agent = "";

    @Option(names = "--user", paramLabel = "ID", required = true, description = "The user's id in the tenant's system.")
    private String user = "";

    @Option(names = "--mode", paramLabel = "MODE", description = "voice (default) or text.")
    private @Nullable CallMode mode;

    @Option(names = "--room", paramLabel = "ROOM", description = "The room (default: a new one).")
    private @Nullable String room;

    @Option(names = "--session", paramLabel = "ID", description = "Passed to the agent.")
    private @Nullable String sessionId;

    @Option(names = "--conversation", paramLabel = "ID", description = "Passed to the agent.")
    private @Nullable String conversation;

    @Option(
            names = "--context",
            paramLabel = "FILE",
            description = "Context for the agent, a JSON object; - for standard input.")
    private @Nullable Path context;

    @Option(names = "--message", paramLabel = "TEXT", description = "The user's first message.")
    private @Nullable String message;

    @Option(
            names = "--wait",
            paramLabel = "UNTIL",
            description = "none, sent (default) or joined: until the agent is seen in the room, at most 15 seconds.")
    private @Nullable Wait waitFor;

    @Override
    @SuppressWarnings("unchecked") // A JSON object is a map from strings to anything.
    protected int run(Session session) {
        Map<String, Object> known = context == null ? null : JsonFile.read(session.shell(), context, Map.class);
        TriggerRequest call =
                new TriggerRequest(agent, mode, user, room, sessionId, conversation, known, message, waitFor, null);
        TriggerAnswer started = client(session).calls().trigger(call);
        session.show(started, CallColumns.TRIGGERED);
        tellMissing(session, started.dispatch());
        boolean met = waitFor != Wait.JOINED || started.dispatch().status().equals("joined");
        return met ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    /** Why no agent is there, and the next command. */
    private static void tellMissing(Session session, TriggerAnswer.TriggeredDispatch dispatch) {
        if (dispatch.detail() != null) {
            String next = dispatch.reason() == null ? "watch" : "show";
            session.shell().err().println(dispatch.detail());
            session.shell().err().println("Next: stagedoor dispatches " + next + " " + dispatch.id());
        }
    }
}
