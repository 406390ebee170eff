// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.orchestration.model.Asking;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What runs do on this node, counted. */
final class RunMeters {
    private final MeterRegistry registry;
    private final Map<Outcome, Timer> calls;
    private final Counter input;
    private final Counter output;
    private final Counter cacheWritten;
    private final Counter cacheRead;

    /** What came of a call. */
    private enum Outcome {
        ANSWERED("answered"),
        /** At the most tokens of an answer. */
        CUT("cut"),
        /** The provider rejects the secret. */
        REJECTED("rejected"),
        FAILED("failed"),
        /** Its run ended. */
        STOPPED("stopped");

        private final String wire;

        Outcome(String wire) {
            this.wire = wire;
        }

        static Outcome of(Asking.Outcome outcome, boolean stopped) {
            if (outcome.problem() == null) {
                return outcome.answer().cut() ? CUT : ANSWERED;
            }
            if (stopped) {
                return STOPPED;
            }
            return outcome.problem().code() == ErrorCode.CREDENTIAL_REJECTED ? REJECTED : FAILED;
        }
    }

    RunMeters(MeterRegistry registry) {
        this.registry = registry;
        this.calls =
                Arrays.stream(Outcome.values()).collect(Collectors.toUnmodifiableMap(Function.identity(), this::timer));
        this.input = tokens("input");
        this.output = tokens("output");
        this.cacheWritten = tokens("cache_written");
        this.cacheRead = tokens("cache_read");
        for (Definition.Kind pattern : Definition.Kind.values()) {
            Arrays.stream(RunStatus.values())
                    .filter(status -> status != RunStatus.RUNNING)
                    .forEach(status -> ended(pattern, status));
        }
    }

    private Timer timer(Outcome outcome) {
        return Timer.builder("stagedoor.run.calls")
                .description("Calls of models by runs")
                .tag("outcome", outcome.wire)
                .register(registry);
    }

    private Counter tokens(String kind) {
        return Counter.builder("stagedoor.run.tokens")
                .description("Tokens of runs, as the provider counts them")
                .tag("kind", kind)
                .register(registry);
    }

    private Counter ended(Definition.Kind pattern, RunStatus status) {
        return Counter.builder("stagedoor.runs.ended")
                .description("Runs that have ended here")
                .tag("pattern", pattern.wire())
                .tag("status", status.wire())
                .register(registry);
    }

    /** The runs that this node executes. */
    void running(Map<String, ?> active) {
        Gauge.builder("stagedoor.runs.running", active, Map::size)
                .description("Runs in progress on this node")
                .register(registry);
    }

    /** The end of a run is stored. */
    void ended(Run run, RunStatus status) {
        ended(run.definition().kind(), status).increment();
    }

    /** A call has ended; {@code stopped}: because its run did. */
    void called(Asking.Outcome outcome, boolean stopped) {
        TokenUsage used = outcome.usage();
        Objects.requireNonNull(calls.get(Outcome.of(outcome, stopped)))
                .record(outcome.answer().took());
        input.increment((double) used.input());
        output.increment((double) used.output());
        cacheWritten.increment((double) used.cacheWritten());
        cacheRead.increment((double) used.cacheRead());
    }
}
