// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Short builders of dispatches and rooms for tests. Times are seconds after {@link #START}. */
public final class Given {
    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    public static final DispatchId ID = new DispatchId("dsp_00000000000000000000000001");
    public static final TenantId ACME = new TenantId("ten_00000000000000000000000001");
    public static final String AGENT = "greeter";
    public static final String ROOM = "lobby";

    private Given() {}

    public static Instant at(double seconds) {
        return START.plusMillis(Math.round(seconds * 1000));
    }

    public static DispatchSpec spec(boolean newRoom) {
        return new DispatchSpec(
                new DispatchSpec.Target(ROOM, newRoom, AGENT, null),
                new DispatchSpec.Briefing("{}", "", Duration.ofMinutes(5)),
                new DispatchSpec.Schedule(START, at(60), Duration.ofSeconds(45), null),
                1,
                null);
    }

    /** Just requested, for a room created for it. */
    public static Dispatch newRoom() {
        return Dispatch.requested(ID, ACME, spec(true));
    }

    /** The same of another call, requested at that time. */
    public static Dispatch newRoom(int call, Instant now) {
        DispatchSpec of = spec(true);
        DispatchSpec.Schedule schedule = new DispatchSpec.Schedule(
                now, now.plusSeconds(60), of.schedule().joinTimeout(), null);
        return Dispatch.requested(
                new DispatchId(ID.value().substring(0, 28) + (10 + call)),
                ACME,
                new DispatchSpec(
                        new DispatchSpec.Target(ROOM + call, true, AGENT, null),
                        of.briefing(),
                        schedule,
                        of.credentialVersion(),
                        of.callId()));
    }

    /** Just requested, for a room that may already exist. */
    public static Dispatch anyRoom() {
        return Dispatch.requested(ID, ACME, spec(false));
    }

    /** Its first attempt stored, about to be sent or sent with an unknown outcome. */
    public static Dispatch sending(Attempt.Via via, String... agentsBefore) {
        return anyRoom().starting(Attempt.starting(1, via, START, Set.of(agentsBefore)));
    }

    /** Its first attempt accepted by LiveKit. */
    public static Dispatch sent(String... agentsBefore) {
        return StepOutcome.sent(sending(Attempt.Via.CREATE_DISPATCH, agentsBefore), SendResult.SENT, START)
                .looked(true);
    }

    /** Its first attempt given up after 10 s. */
    public static Dispatch abandoned() {
        Dispatch sent = sent();
        return sent.current(sent.current().orElseThrow().abandoned(at(10)));
    }

    /** Its second attempt sent at 21 s, after the first was given up. */
    public static Dispatch secondAttempt() {
        return StepOutcome.sent(
                abandoned().starting(Attempt.starting(2, Attempt.Via.CREATE_DISPATCH, at(21), Set.of())),
                SendResult.SENT,
                at(21));
    }

    public static Dispatch joined(String identity) {
        return sent().joined(identity, at(1));
    }

    public static Room room() {
        return new Room();
    }

    /** A room as a look shows it. */
    public static final class Room {
        private final List<RoomView.Agent> agents = new ArrayList<>();
        private final List<RoomView.Listed> listed = new ArrayList<>();
        private final List<RoomView.Unmarked> unmarked = new ArrayList<>();
        private int people = 1;

        /** Nobody but agents is there. */
        public Room empty() {
            people = 0;
            return this;
        }

        /** An active agent with the dispatched name. */
        public Room agent(String identity) {
            agents.add(new RoomView.Agent(identity, AGENT, true));
            return this;
        }

        /** An agent that has not become active yet. */
        public Room arriving(String identity) {
            agents.add(new RoomView.Agent(identity, AGENT, false));
            return this;
        }

        /** An active agent with another name. */
        public Room other(String identity) {
            agents.add(new RoomView.Agent(identity, "scribe", true));
            return this;
        }

        /** An attempt of the dispatch, listed, with its job if that is visible. */
        public Room lists(int attempt, @Nullable String job) {
            listed.add(new RoomView.Listed("AD_" + attempt, ID.value(), attempt, job));
            return this;
        }

        /** A dispatch of the same agent name that somebody else made. */
        public Room listsAnother(@Nullable String job) {
            unmarked.add(new RoomView.Unmarked("AD_other", AGENT, job, START));
            return this;
        }

        public Observation seen() {
            return new Observation.Saw(new RoomView(true, agents, people, listed, unmarked));
        }
    }
}
