// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import com.anthropic.client.AnthropicClient;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.budgets.Amounts;
import dev.stagedoor.budgets.Budgets;
import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.claude.Lease;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.orchestration.model.Asking;
import dev.stagedoor.orchestration.pattern.Answer;
import dev.stagedoor.orchestration.pattern.Answers;
import dev.stagedoor.orchestration.pattern.ModelCall;
import dev.stagedoor.orchestration.pattern.Pattern;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One run on this node: makes the calls its pattern asks for, a bounded number at a time, until nothing is left to ask. */
final class Execution {
    /** The error of a call that was closed because its run ended. */
    static final String STOPPED = "stopped";

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Run run;
    private final Pattern pattern;
    private final Journal journal;
    private final Means means;
    private final RunTrace trace;
    private final Map<String, Asking> inFlight = new HashMap<>();
    private final Set<String> holding = new HashSet<>();
    private final BlockingQueue<Object> news = new LinkedBlockingQueue<>();
    private Lease lease;
    private AnthropicClient client;
    private boolean renewed;
    private Answers answers;
    private Spent spent;
    private int position;

    /** A call has ended. */
    private record Ended(ModelCall call, Asking.Outcome outcome) {}

    /** Somebody, or something, stops the run. */
    private record Stopped(Run.State state) {}

    /** What a run has cost. */
    record Spent(TokenUsage usage, long micros) {
        /** Nothing. */
        static final Spent NONE = new Spent(TokenUsage.NONE, 0);

        /** What those calls have cost. */
        static Spent of(List<RunStep> steps) {
            return steps.stream().reduce(NONE, (sum, step) -> sum.plus(step.usage(), step.costMicros()), Spent::and);
        }

        private Spent and(Spent other) {
            return plus(other.usage, other.micros);
        }

        Spent plus(TokenUsage more, long cost) {
            return new Spent(usage.plus(more), micros + cost);
        }
    }

    /** How a run ended. */
    record Result(Run.State state, Answers answers, Spent spent, Lease lease) {}

    Execution(Run run, List<RunStep> done, Lease lease, Journal journal, Means means) {
        this.run = run;
        this.pattern = run.definition().pattern();
        this.lease = lease;
        this.client = means.claude().with(lease);
        this.journal = journal;
        this.means = means;
        this.trace = new RunTrace(run, means.spans(), means.config().defaults());
        this.answers = Answers.of(done.stream().map(RunStep::answer).toList());
        this.spent = Spent.of(done);
        this.position = done.size();
    }

    Run run() {
        return run;
    }

    /** Makes the calls; returns when the run has ended, one way or another. */
    Result execute() throws InterruptedException {
        if (journal.isNew()) {
            started();
        }
        Run.State end = null;
        try {
            while (end == null) {
                List<ModelCall> calls = pattern.next(answers);
                end = calls.isEmpty() ? state(RunStatus.COMPLETED, null, null) : begin(calls);
                if (end == null) {
                    end = await();
                }
            }
            hearOut(end.status());
            return new Result(end, answers, spent, lease);
        } finally {
            inFlight.values().forEach(Asking::stop);
            trace.end(end);
        }
    }

    private Run.State state(RunStatus status, @Nullable ErrorCode code, @Nullable String detail) {
        return new Run.State(
                status,
                false,
                code == null ? null : code.wire(),
                detail,
                means.clock().instant());
    }

    private void started() {
        ObjectNode data = data("").put("pattern", pattern.name()).put("execution_id", run.id());
        pattern.agents().forEach(agent -> data.withArray("/agents").add(agent.name()));
        journal.event("start", "", data);
        pattern.agents().forEach(agent -> status(agent.name(), "waiting", null));
    }

    /** Begins what may begin now; returns how the run ends if a budget stops it. */
    private Run.@Nullable State begin(List<ModelCall> calls) {
        for (ModelCall call : calls) {
            if (inFlight.containsKey(call.key())) {
                continue;
            }
            if (inFlight.size() >= means.config().concurrentCalls()) {
                return null;
            }
            Budgets.Verdict verdict = means.reserve(journal, lease, call);
            if (verdict.exhausted() != null) {
                return state(RunStatus.FAILED, ErrorCode.BUDGET_EXHAUSTED, verdict.exhausted());
            }
            if (!verdict.granted()) {
                return null;
            }
            if (verdict.holds()) {
                holding.add(call.key());
            }
            ask(call);
            status(call.agent().name(), call.activity().started(), null);
        }
        return null;
    }

    private void ask(ModelCall call) {
        Asking asking = new Asking(client, lease, call, means.config().defaults());
        inFlight.put(call.key(), asking);
        Thread.ofVirtual().name("run-call").start(() -> news.add(new Ended(call, watched(asking))));
    }

    /** Makes the call within a span, and counts it. */
    private Asking.Outcome watched(Asking asking) {
        String agent = asking.call().agent().name();
        Asking.Outcome outcome = trace.around(asking, () -> asking.run(piece -> journal.text(agent, piece)));
        means.meters().called(outcome, asking.isStopped());
        return outcome;
    }

    /** Waits a while for the end of a call; returns how the run ends because of it, or null if it goes on. */
    private Run.@Nullable State await() throws InterruptedException {
        return switch (news.poll(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
            case Ended ended -> ended(ended.call(), ended.outcome());
            case Stopped stopped -> stopped.state();
            case null, default -> null;
        };
    }

    private Run.@Nullable State ended(ModelCall call, Asking.Outcome outcome) {
        Asking asked = inFlight.remove(call.key());
        Problem problem = outcome.problem();
        if (asked != null && problem != null && problem.code() == ErrorCode.CREDENTIAL_REJECTED && renews(asked)) {
            ask(call);
            return null;
        }
        step(call, outcome.answer(), outcome.usage());
        status(call.agent().name(), problem == null ? call.activity().ended() : "error", outcome);
        return problem == null || run.options().collects()
                ? null
                : state(
                        RunStatus.FAILED,
                        problem.code(),
                        "Agent " + call.agent().name() + ": " + problem.detail());
    }

    /** Whether the profile has a newer secret than the rejected one; it is looked up once in a run (R1). */
    private boolean renews(Asking rejected) {
        if (rejected.lease().version() == lease.version() && !renewed) {
            renewed = true;
            means.newer(run.tenant(), lease).ifPresent(newer -> {
                lease = newer;
                client = means.claude().with(newer);
                journal.renewed(newer.version());
            });
        }
        return rejected.lease().version() != lease.version();
    }

    private void step(ModelCall call, Answer answer, TokenUsage usage) {
        long micros = charge(call, answer, usage);
        answers = answers.with(answer);
        journal.step(new RunStep(
                ++position,
                call.agent().name(),
                call.activity(),
                answer,
                usage,
                micros,
                means.clock().instant()));
    }

    /** Counts what a call has cost; returns that. */
    private long charge(ModelCall call, Answer answer, TokenUsage usage) {
        long micros = means.prices().micros(means.config().defaults().model(call.agent()), usage);
        spent = spent.plus(usage, micros);
        if (holding.remove(call.key())) {
            journal.charge(
                    call.key(),
                    new Amounts(usage.total(), micros, 1, answer.took().toMillis()));
        }
        return micros;
    }

    /** Closes what is still open, and counts what it has cost; another node may ask again what this one left. */
    private void hearOut(RunStatus end) throws InterruptedException {
        inFlight.values().forEach(Asking::stop);
        long until = System.nanoTime() + LAST_WORDS.toNanos();
        while (!inFlight.isEmpty() && System.nanoTime() < until) {
            if (news.poll(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS) instanceof Ended(var call, var outcome)) {
                inFlight.remove(call.key());
                Answer answer =
                        Answer.failed(call.key(), STOPPED, outcome.answer().took());
                if (end == RunStatus.INTERRUPTED) {
                    charge(call, answer, outcome.usage());
                } else {
                    step(call, answer, outcome.usage());
                }
            }
        }
    }

    /** Stops the run: calls in progress are closed, and none is begun any more. */
    void stop(RunStatus status, @Nullable ErrorCode code, @Nullable String detail) {
        news.add(new Stopped(state(status, code, detail)));
    }

    private void status(String agent, String word, Asking.@Nullable Outcome outcome) {
        ObjectNode data = data(agent).put("data", word);
        if (outcome != null) {
            data.put("duration_ms", outcome.answer().took().toMillis());
            data.put("input_tokens", outcome.usage().input());
            data.put("output_tokens", outcome.usage().output());
        }
        if (outcome != null && outcome.answer().stop() != null) {
            data.put("stop_reason", outcome.answer().stop());
        }
        if (outcome != null && outcome.answer().error() != null) {
            data.put("error", outcome.answer().error());
        }
        journal.event("status", agent, data);
    }

    private ObjectNode data(String agent) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        if (!agent.isEmpty()) {
            data.put("agent", agent);
        }
        return data.put("timestamp", means.clock().instant().toString());
    }
}
