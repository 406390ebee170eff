// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.Attempt;
import dev.stagedoor.dispatch.plan.Authorization;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.dispatch.plan.Observation;
import dev.stagedoor.dispatch.plan.Planner;
import dev.stagedoor.dispatch.plan.RoomView;
import dev.stagedoor.dispatch.plan.SendResult;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.dispatch.plan.Step;
import dev.stagedoor.dispatch.plan.StepOutcome;
import dev.stagedoor.watch.Requests;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Executes what the {@link Planner} decides: one round drives a dispatch until it has to wait. The state is stored
 * before each side effect and after each, under the lease; a lost lease ends the round at once.
 */
final class Driver {
    /** What a save may take until it is in effect, and a step besides its call to LiveKit. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /**
     * How long a dead node's lease keeps other nodes away. It outlives every call to LiveKit, before each of which it is
     * renewed if need be.
     */
    static final Duration LEASE = LiveKitRooms.LONGEST_CALL.plus(MARGIN).plus(MARGIN);

    /** ListRooms, ListParticipants and ListDispatch. */
    private static final int OF_A_ROOM = 3;

    private final Planner planner;
    private final DispatchStore store;
    private final DispatchEnvironment environment;
    private final Clock clock;
    private final SeenWorkers workers = new SeenWorkers();

    Driver(Planner planner, DispatchStore store, DispatchEnvironment environment, Clock clock) {
        this.planner = planner;
        this.store = store;
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * The end of a round.
     *
     * @param next      when to continue, by {@link #again}; null if the dispatch has ended or the lease was lost
     * @param listening what to ask until then; null if nobody is to be asked
     * @param recent    what is remembered of it
     */
    record Round(
            DispatchStore.Lease lease,
            @Nullable Instant next,
            @Nullable Listening listening,
            Recent recent) {}

    /** An agent that is asked at intervals whether it is there, until the round is over. */
    record Listening(String identity, Instant until) {}

    /** Drives a dispatch whose first attempt is stored but not yet sent. */
    Round sendFirst(DispatchStore.Lease lease) {
        return new Run(lease, Recent.NOTHING).sendThenDrive();
    }

    /** Continues after a round: an agent that answers needs no more, and nothing is stored. */
    Round again(Round before) {
        Listening listening = before.listening();
        Run run = new Run(before.lease(), before.recent());
        return listening == null || !listening.until().isAfter(clock.instant())
                ? run.begin(before.recent().calm())
                : run.listen(listening);
    }

    /** Continues after a round before its time: something may have happened. */
    Round hinted(Round before) {
        Run run = new Run(before.lease(), before.recent());
        run.why = Requests.Why.CHANGE;
        return run.begin(new Observation.NotYet());
    }

    /** Drives until it has to wait. */
    Round drive(DispatchStore.Lease lease) {
        return new Run(lease, Recent.NOTHING).begin(new Observation.NotYet());
    }

    private final class Run {
        private DispatchStore.Lease lease;
        private Dispatch dispatch;
        private Authorization authorization = Authorization.GRANTED;
        private boolean lost;
        private boolean resting;
        private int unanswered;
        private Recent recent;
        private Requests.Why why = Requests.Why.DUE;

        Run(DispatchStore.Lease lease, Recent recent) {
            this.lease = lease;
            this.recent = recent;
            this.dispatch = obeying(lease);
        }

        Round sendThenDrive() {
            return drive(send());
        }

        /** Authorization is checked once a round, and proved again before each attempt. */
        Round begin(Observation first) {
            authorization = environment.authorization(dispatch, lease.epoch());
            return drive(first);
        }

        Round listen(Listening listening) {
            Observation answer = ask(listening.identity());
            boolean known = dispatch.contact().heardAt() != null;
            Instant now = clock.instant();
            boolean asBefore = dispatch.end() == null && known == answer instanceof Observation.Heard;
            if (asBefore && listening.until().isAfter(now)) {
                return new Round(lease, nextAsk(listening.until(), now), listening, recent);
            }
            why = asBefore ? why : Requests.Why.CHANGE;
            return begin(asBefore && known ? recent.calm() : answer);
        }

        private Round drive(Observation first) {
            Observation observation = first;
            while (!lost && !resting) {
                Instant now = clock.instant();
                Step step = planner.next(dispatch, observation, authorization, workers.of(dispatch, now), now);
                if (step instanceof Step.Done) {
                    break;
                }
                Optional<Round> over = paused(step, now);
                if (over.isPresent()) {
                    return over.get();
                }
                observation = take(step, observation, now);
            }
            return new Round(lease, null, null, recent);
        }

        /** The end of the round, if the step is to wait and nobody has asked to end the dispatch in the meantime. */
        private Optional<Round> paused(Step step, Instant now) {
            return switch (step) {
                case Step.Wait(Instant until) -> paused(until, until, null);
                case Step.Listen(Instant until, String identity) ->
                    paused(until, nextAsk(until, now), new Listening(identity, until));
                default -> Optional.empty();
            };
        }

        /** Questions keep their interval across looks; the first is asked soon, between looks that follow each other sooner. */
        private Instant nextAsk(Instant until, Instant now) {
            Instant asked = recent.askedAt();
            Instant next = asked == null
                    ? sooner(now.plus(Duration.between(now, until).dividedBy(2)), now.plus(planner.askInterval()))
                    : asked.plus(planner.askInterval());
            return sooner(until, next.isAfter(now) ? next : now);
        }

        private Optional<Round> paused(Instant until, Instant next, @Nullable Listening listening) {
            Dispatch before = dispatch;
            if (!before.equals(lease.dispatch()) || why == Requests.Why.CHANGE || !isHeldAt(until)) {
                store(before, until);
            }
            boolean over = lost || dispatch.end() == before.end();
            return over ? Optional.of(new Round(lease, lost ? null : next, listening, recent)) : Optional.empty();
        }

        private Observation take(Step step, Observation observation, Instant now) {
            return switch (step) {
                case Step.Become(Dispatch next) -> {
                    store(next, now);
                    yield observation;
                }
                case Step.Send(Dispatch intent) -> {
                    store(intent, now);
                    yield lost ? observation : send();
                }
                case Step.Replace(Dispatch intent) -> {
                    Instant since = now.minus(planner.replacementWindow());
                    if (store.lostSince(dispatch.tenant(), since) > planner.tenantReplacements()) {
                        yield new Observation.Spent();
                    }
                    store(intent, now);
                    yield lost ? observation : send();
                }
                case Step.Look() -> isHeld() ? look(observation instanceof Observation.Silent) : observation;
                case Step.Peek() -> isHeld() ? peek() : observation;
                case Step.Glance() -> isHeld() ? glance() : observation;
                case Step.LookInside(String identity) -> isHeld() ? lookInside(identity) : observation;
                case Step.Ask(String identity) -> isHeld() ? ask(identity) : observation;
                case Step.Delete(String livekitId) ->
                    isHeld() ? act(() -> rooms().deleteDispatch(dispatch.spec().room(), livekitId)) : observation;
                case Step.Remove(String identity) ->
                    isHeld()
                            ? act(() ->
                                    rooms().removeParticipant(dispatch.spec().room(), identity))
                            : observation;
                case Step.Rest(Instant until) -> rest(until);
                case Step.Wait ignored -> new Observation.NotYet();
                case Step.Listen ignored -> new Observation.NotYet();
                case Step.Done ignored -> observation;
            };
        }

        /** Leaves it to whoever finds it due; a credential may have been put while that was stored, so looks once more. */
        private Observation rest(Instant until) {
            save(dispatch, until, clock.instant());
            Observation seen = lost ? new Observation.NotYet() : look(false);
            resting = seen instanceof Observation.LockedOut;
            return seen;
        }

        /** Whether the lease outlives the next call; it is renewed if it would not. */
        private boolean isHeld() {
            Instant now = clock.instant();
            if (!isHeldAt(now)) {
                store(dispatch, now);
            }
            return !lost;
        }

        private boolean isHeldAt(Instant then) {
            return !lease.until().isBefore(then.plus(LiveKitRooms.LONGEST_CALL).plus(MARGIN));
        }

        private void store(Dispatch next, Instant nextAt) {
            Instant now = clock.instant();
            Instant from = nextAt.isAfter(now) ? nextAt : now;
            save(next, nextAt, from.plus(LEASE));
        }

        private void save(Dispatch next, Instant nextAt, Instant leaseUntil) {
            Optional<DispatchStore.Lease> kept = store.save(lease, next, clock.instant(), nextAt, leaseUntil);
            if (kept.isEmpty()) {
                lost = true;
                return;
            }
            lease = kept.get();
            dispatch = obeying(lease);
        }

        /** The dispatch as stored, or ending if somebody has asked for that since. */
        private Dispatch obeying(DispatchStore.Lease held) {
            EndReason asked = held.asked();
            return asked == null ? held.dispatch() : held.dispatch().ending(asked, clock.instant());
        }

        /** Sends the stored attempt, if it is still authorized at the epoch that storing it proved. */
        private Observation send() {
            Attempt attempt = dispatch.current().orElseThrow();
            authorization = environment.authorization(dispatch, lease.epoch());
            if (!isHeld()) {
                return new Observation.NotYet();
            }
            boolean unwanted = dispatch.end() != null;
            if (unwanted || authorization.ends() != null) {
                dispatch = dispatch.current(attempt.notSent());
                return new Observation.NotYet();
            }
            recent = recent.acted();
            DispatchSpec spec = dispatch.spec();
            String metadata = ToldAgent.metadata(dispatch, attempt);
            SendResult result = switch (attempt.via()) {
                case CREATE_ROOM ->
                    rooms().createRoom(new LiveKitRooms.NewRoom(
                            spec.room(),
                            spec.briefing().emptyTimeout(),
                            spec.briefing().roomMetadata(),
                            spec.agentName(),
                            metadata));
                case CREATE_DISPATCH -> rooms().createDispatch(spec.room(), spec.agentName(), metadata);
            };
            Dispatch sent = StepOutcome.sent(dispatch, result, clock.instant());
            if (result == SendResult.SENT) {
                store.ahead(sent);
            }
            store(sent, clock.instant());
            return result == SendResult.SENT ? new Observation.Sent() : new Observation.Failed();
        }

        /** Once it has ended, a dispatch without our mark may be the next one's. */
        private RoomView claimed(RoomView room) {
            return dispatch.status().live() ? room.claimedBy(dispatch) : room;
        }

        /** Any answer will do; what says nothing of the agent is looked into. */
        private Observation ask(String identity) {
            recent = recent.asked(clock.instant());
            environment.asked(Requests.Why.QUESTION, 1);
            return switch (rooms().ask(dispatch.spec().room(), identity, Planner.patience(unanswered))) {
                case HEARD -> {
                    unanswered = 0;
                    yield new Observation.Heard();
                }
                case SILENT -> new Observation.Silent(++unanswered);
                case UNKNOWN -> new Observation.NotYet();
            };
        }

        private Observation peek() {
            return seeing(() -> {
                RoomView inside = rooms().peek(dispatch.spec().room());
                environment.asked(reason(), 1);
                if (!inside.agents().isEmpty()) {
                    dispatch = StepOutcome.looked(dispatch, inside);
                    workers.saw(dispatch, inside, clock.instant());
                }
                return new Observation.Peeked(inside);
            });
        }

        private Observation glance() {
            Instant then = recent.lookedAt();
            boolean unchanged =
                    then != null && rooms().isAsItWas(dispatch.spec().room(), then);
            return unchanged ? new Observation.Unchanged() : look(false);
        }

        /** If not all of it can be told from who is inside, it is looked at next. */
        private Observation lookInside(String identity) {
            Instant then = recent.lookedAt();
            return seeing(() -> Optional.ofNullable(then)
                    .flatMap(at -> rooms().lookInside(dispatch.spec().room(), at, identity))
                    .map(inside -> saw(inside, 1, false))
                    .orElseGet(Observation.NotYet::new));
        }

        private Observation look(boolean silent) {
            return seeing(() -> {
                RoomView room = rooms().look(dispatch.spec().room());
                return saw(claimed(room), room.exists() ? OF_A_ROOM : 1, silent);
            });
        }

        private Observation saw(RoomView room, int requests, boolean silent) {
            environment.asked(reason(), requests);
            dispatch = StepOutcome.looked(dispatch, room);
            workers.saw(dispatch, room, clock.instant());
            recent = recent.looked(clock.instant(), room.exists());
            return new Observation.Saw(room, silent);
        }

        private Observation seeing(Supplier<Observation> looking) {
            recent = recent.acted();
            try {
                return looking.get();
            } catch (LiveKitRooms.LockedOut closed) {
                return new Observation.LockedOut();
            } catch (LiveKitRooms.Unreachable unseen) {
                environment.asked(reason(), 1);
                dispatch = StepOutcome.failed(dispatch, clock.instant());
                return new Observation.Failed();
            }
        }

        private Requests.Why reason() {
            if (dispatch.end() != null) {
                return Requests.Why.END;
            }
            return dispatch.status() == Status.JOINED ? why : Requests.Why.START;
        }

        private Observation act(Runnable takeBack) {
            recent = recent.acted();
            try {
                takeBack.run();
                dispatch = StepOutcome.tookBack(dispatch);
                return new Observation.Acted();
            } catch (LiveKitRooms.LockedOut closed) {
                return new Observation.LockedOut();
            } catch (LiveKitRooms.Unreachable failed) {
                dispatch = StepOutcome.failed(dispatch, clock.instant());
                return new Observation.Failed();
            }
        }

        private static Instant sooner(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }

        private LiveKitRooms rooms() {
            return environment.rooms(dispatch.tenant(), dispatch.spec().credentialVersion());
        }
    }
}
