// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import dev.stagedoor.sandbox.Fault.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One LiveKit project with faults, in memory. Calls go through {@link #call} and return an {@link Outcome}; anything
 * outside the API (workers, people, time) goes straight to {@link #state}.
 *
 * <pre>{@code
 * SandboxClock clock = SandboxClock.at(Instant.EPOCH);
 * Sandbox sandbox = new Sandbox(SandboxSettings.stepped(clock, 42));
 * sandbox.state().registerWorker("greeter", WorkerBehaviour.joins());
 * sandbox.faults().once(Fault.droppedAfter(), SandboxMethod.CREATE_DISPATCH);
 * Outcome<DispatchView> sent = sandbox.call(
 *         SandboxMethod.CREATE_DISPATCH, state -> state.createDispatch("lobby", new AgentSpec("greeter", "")));
 * clock.advance(Duration.ofSeconds(1));
 * }</pre>
 */
public final class Sandbox {
    private final SandboxSettings settings;
    private final SandboxState state;
    private final Faults faults = new Faults();

    /** An empty project without faults. */
    public Sandbox(SandboxSettings settings) {
        this.settings = settings;
        this.state = new SandboxState(settings);
    }

    /** The project itself, without faults. */
    public SandboxState state() {
        return state;
    }

    /** The faults waiting for calls. */
    public Faults faults() {
        return faults;
    }

    /** Moves the clock forward; works only with a {@link SandboxClock}. */
    public void advance(Duration by) {
        if (!(settings.clock() instanceof SandboxClock clock)) {
            throw new IllegalStateException("this sandbox lives in real time: its clock cannot be turned");
        }
        clock.advance(by);
        state.now();
    }

    /**
     * Executes a call, applying any fault waiting for it. It never blocks: {@link Outcome#took} says how long the
     * caller would have waited.
     */
    public <T> Outcome<T> call(SandboxMethod method, Function<SandboxState, T> operation) {
        return call(faults.meet(method), operation);
    }

    public <T> Outcome<T> call(@Nullable Fault fault, Function<SandboxState, T> operation) {
        if (fault == null) return done(Duration.ZERO, Duration.ZERO, operation);
        Outcome<T> answer = effect(fault, operation);
        return switch (fault.reply()) {
            case null -> answer;
            case Reply.Dropped() -> new Outcome.Lost<>(fault.delay());
            case Reply.Failed(int status, TwirpCode code, String message, Duration retryAfter) ->
                new Outcome.Refused<>(status, code, message, Map.of(), retryAfter, fault.delay());
            case Reply.Garbled(int status, String contentType, String body) ->
                new Outcome.Garbled<>(status, contentType, body, fault.delay());
        };
    }

    private <T> Outcome<T> effect(Fault fault, Function<SandboxState, T> operation) {
        return switch (fault.effect()) {
            case NONE -> new Outcome.Lost<>(fault.delay());
            case ONCE -> done(fault.delay(), fault.trickle(), operation);
            case TWICE -> {
                Outcome<T> unheard = done(fault.delay(), fault.trickle(), operation);
                yield done(unheard.took(), fault.trickle(), operation);
            }
            case LATE -> {
                state.later(fault.lag(), operation);
                yield new Outcome.Lost<>(fault.delay());
            }
        };
    }

    private <T> Outcome<T> done(Duration waited, Duration trickle, Function<SandboxState, T> operation) {
        try {
            return new Outcome.Answered<>(operation.apply(state), waited, trickle);
        } catch (SandboxRefusal refusal) {
            return new Outcome.Refused<>(
                    refusal.code().status(),
                    refusal.code(),
                    String.valueOf(refusal.getMessage()),
                    refusal.meta(),
                    null,
                    waited.plus(refusal.took()));
        }
    }
}
