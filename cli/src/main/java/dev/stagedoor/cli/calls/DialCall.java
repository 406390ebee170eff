// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.calls;

import dev.stagedoor.api.telephony.DialAnswer;
import dev.stagedoor.api.telephony.DialRequest;
import dev.stagedoor.api.telephony.DialWait;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.Span;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.client.Calls;
import dev.stagedoor.client.http.ProblemException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "dial",
        description = {
            "Let an agent call a number, and show what becomes of it. Nobody is called before the agent is there.",
            "Interrupting the command does not end the call. Exit code 1 if nobody answers or will; with --wait answered,"
                    + " 0 only once somebody has."
        },
        footer = {
            "stagedoor calls dial --agent receptionist --to +442079460123 --wait answered --tenant acme",
            "stagedoor calls dial --agent receptionist --to +442079460123 --dtmf ww12# --context order=17"
        })
final class DialCall extends TenantCommand {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    @Option(names = "--agent", paramLabel = "SLUG", required = true, description = "The agent that speaks.")
    private String agent = "";

    @Option(
            names = "--to",
            paramLabel = "NUMBER",
            required = true,
            description = "The number to call, with + and its country code.")
    private String to = "";

    @Option(
            names = "--from",
            paramLabel = "NUMBER",
            description = "The number to call from (default: the outbound trunk's first).")
    private @Nullable String from;

    @Option(
            names = "--ring-timeout",
            paramLabel = "TIME",
            converter = Span.class,
            description = "How long to let it ring: 5s to 80s (default: 30s).")
    private @Nullable Duration ringTimeout;

    @Option(
            names = "--max-duration",
            paramLabel = "TIME",
            converter = Span.class,
            description = "When to hang up: 90s, 10m, 1h (default: as the dial settings and the agent say).")
    private @Nullable Duration maxDuration;

    @Option(
            names = "--wait",
            paramLabel = "UNTIL",
            description = "none, dialed (default), or answered: until somebody has answered, or nobody will.")
    private DialWait waitFor = DialWait.DIALED;

    @Option(
            names = "--dtmf",
            paramLabel = "KEYS",
            description = "Keys to press once somebody answers: digits, *, #, A to D, and w to wait half a second.")
    private @Nullable String keys;

    @Option(names = "--context", paramLabel = "KEY=VALUE", description = "For the agent; repeatable.")
    private @Nullable Map<String, String> context;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "A name of yours for this call: repeated with it, the command calls nobody again.")
    private @Nullable String idempotencyKey;

    @Override
    protected int run(Session session) {
        String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
        if (!KEY.matcher(key).matches()) {
            throw new UsageException("--idempotency-key must be 1 to 255 visible ASCII characters");
        }
        Calls calls = client(session).calls();
        if (session.wantsJson()) {
            DialAnswer answer = calls.dial(request(waitFor), key);
            session.printJson(answer);
            return Placed.isGood(answer.phone(), waitFor) ? ExitCode.OK : ExitCode.CHECK_FAILED;
        }
        Placed placed = Placed.now(session);
        // What is shown meanwhile is asked for, so the request need not wait for all of it.
        DialAnswer answer = calls.dial(request(waitFor == DialWait.NONE ? DialWait.NONE : DialWait.DIALED), key);
        placed.tell(answer, waitFor);
        noteIfShorter(session, answer);
        return placed.follow(calls, answer, waitFor, longest());
    }

    private void noteIfShorter(Session session, DialAnswer answer) {
        boolean shorter = maxDuration != null && answer.maxDuration() < maxDuration.toSeconds();
        if (shorter) {
            session.shell()
                    .note("it may last " + answer.maxDuration()
                            + " s: the dial settings, the agent or a cap on what calls may cost leave no more");
        }
    }

    /** Longer than it may ring, and than the server needs to find that nobody picked up. */
    private Duration longest() {
        return (ringTimeout == null ? Duration.ofSeconds(30) : ringTimeout).plusSeconds(30);
    }

    private DialRequest request(DialWait until) {
        return new DialRequest(
                agent,
                to,
                from,
                Span.seconds(ringTimeout),
                Span.seconds(maxDuration),
                until,
                keys,
                context == null ? null : new LinkedHashMap<>(context));
    }

    @Override
    protected @Nullable String remedy(ProblemException refused) {
        return WayOut.of(refused, tenant());
    }
}
