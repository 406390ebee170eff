// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.sip;

import dev.stagedoor.api.telephony.CallAnswer;
import dev.stagedoor.api.telephony.IncomingCall;
import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.client.sip.SipFrontEnd;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "simulate",
        description = {
            "Report a phone call as a SIP front end would, and show step by step what becomes of it.",
            "Reads the secret webhook/sip from standard input, or prompts for it. Needs no API key; with one that may read"
                    + " calls and dispatches, shows how the agent joined, and with calls:write ends the call.",
            "Exit code 0 if the call is answered, 1 if no agent joined, 3 and 4 for other rejections."
        },
        footer = {
            "stagedoor sip simulate --from +12025550143 --to +442079460100 < secret.txt",
            "stagedoor sip simulate --from anonymous --to +442079460100 --secret-file secret.txt --tenant acme",
            "stagedoor sip simulate --from +12025550143 --to +0987654321 --unsigned"
        })
final class SimulateCall extends Command {
    private static final String NO_AGENT = "agent_not_available";

    @Option(
            names = "--from",
            paramLabel = "CALLER",
            required = true,
            description = "Who calls: a number, or what a carrier says instead, such as anonymous.")
    private String from = "";

    @Option(names = "--to", paramLabel = "NUMBER", required = true, description = "The number that is called.")
    private String to = "";

    @Option(
            names = "--call-id",
            paramLabel = "ID",
            description = "The front end's id of the call (default: a new one).")
    private @Nullable String callId;

    @Option(
            names = {"-t", "--tenant"},
            paramLabel = "TENANT",
            description = "The tenant (slug or id) whose secret signs (default: the owner of the called number).")
    private @Nullable String tenant;

    @Option(names = "--metadata", paramLabel = "KEY=VALUE", description = "Passed on to the agent; repeatable.")
    private @Nullable Map<String, String> metadata;

    @Option(names = "--secret-file", paramLabel = "FILE", description = "File with the secret webhook/sip.")
    private @Nullable Path secretFile;

    @Option(names = "--unsigned", description = "Do not sign: for the demo number of `stagedoor dev`.")
    private boolean unsigned;

    @Option(names = "--keep", description = "Do not end the call.")
    private boolean keep;

    @Option(names = "--show-token", description = "Show the caller's token, which lets its holder into the room.")
    private boolean showToken;

    @Override
    protected int run(Session session) {
        if (unsigned && secretFile != null) {
            throw new UsageException("--unsigned and --secret-file exclude each other");
        }
        IncomingCall call = new IncomingCall(from, to, callId == null ? anId() : callId, null, metadata);
        URI server = session.server("the caller's token is");
        Trial trial = new Trial(call, server, tenant, !unsigned, showToken);
        Simulation simulation = trial.of(reported(session, trial));
        if (simulation.answered()) {
            simulation = new Aftermath(session, tenant, keep).of(simulation);
        }
        show(session, simulation);
        return exitCode(simulation);
    }

    private Trial.Timed reported(Session session, Trial trial) {
        try (SipFrontEnd one = unsigned
                ? SipFrontEnd.unsigned(trial.server())
                : SipFrontEnd.signing(
                        trial.server(), session.secret(secretFile, "webhook secret"), Clock.systemUTC())) {
            SipFrontEnd frontEnd = tenant == null ? one : one.of(tenant);
            long began = System.nanoTime();
            SipFrontEnd.Reported reported = frontEnd.report(trial.call());
            return new Trial.Timed(reported, (System.nanoTime() - began) / 1_000_000);
        }
    }

    private static String anId() {
        return "simulated-" + UUID.randomUUID();
    }

    private static void show(Session session, Simulation simulation) {
        if (session.wantsJson()) {
            session.printJson(simulation);
        } else {
            simulation.steps().stream()
                    .flatMap(step -> step.lines(session.shell().style()).stream())
                    .forEach(session.shell().out()::println);
        }
    }

    private static int exitCode(Simulation simulation) {
        if (simulation.answered()) {
            return ExitCode.OK;
        }
        CallAnswer.Reject reject = simulation.reject();
        if (reject != null && reject.code().equals(NO_AGENT)) {
            return ExitCode.CHECK_FAILED;
        }
        return simulation.status() < 500 ? ExitCode.REFUSED : ExitCode.UNAVAILABLE;
    }
}
