package dev.stagedoor.dispatch;

import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Dispatches and rooms for tests, in few words. Times are seconds after {@link #START}. */
final class Given {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final DispatchId ID = new DispatchId("dsp_00000000000000000000000001");
    static final TenantId ACME = new TenantId("ten_00000000000000000000000001");
    static final String AGENT = "greeter";
    static final String ROOM = "lobby";

    private Given() {}

    static Instant at(double seconds) {
        return START.plusMillis(Math.round(seconds * 1000));
    }

    static DispatchSpec spec(boolean newRoom) {
        return new DispatchSpec(
                new DispatchSpec.Target(ROOM, newRoom, AGENT, null),
                new DispatchSpec.Briefing("{}", "", Duration.ofMinutes(5)),
                new DispatchSpec.Schedule(START, at(60), null),
                1,
                null);
    }

    /** Just asked for, into a room that was made for it. */
    static Dispatch newRoom() {
        return Dispatch.requested(ID, ACME, spec(true));
    }

    /** Just asked for, into a room that may live already. */
    static Dispatch anyRoom() {
        return Dispatch.requested(ID, ACME, spec(false));
    }

    /** Its first attempt stored, about to be sent or sent with an unknown outcome. */
    static Dispatch sending(Attempt.Via via, String... agentsBefore) {
        return anyRoom().starting(Attempt.starting(1, via, START, Set.of(agentsBefore)));
    }

    /** Its first attempt taken by LiveKit. */
    static Dispatch sent(String... agentsBefore) {
        return Outcomes.sent(sending(Attempt.Via.CREATE_DISPATCH, agentsBefore), SendResult.SENT, START)
                .looked(true);
    }

    /** Its first attempt given up after 10 s. */
    static Dispatch abandoned() {
        Dispatch sent = sent();
        return sent.current(sent.current().orElseThrow().abandoned(at(10)));
    }

    /** Its second attempt sent at 21 s, after the first was given up. */
    static Dispatch secondAttempt() {
        return Outcomes.sent(
                abandoned().starting(Attempt.starting(2, Attempt.Via.CREATE_DISPATCH, at(21), Set.of())),
                SendResult.SENT,
                at(21));
    }

    static Dispatch joined(String identity) {
        return sent().joined(identity, at(1));
    }

    static Room room() {
        return new Room();
    }

    /** A room as a look shows it. */
    static final class Room {
        private final List<RoomView.Agent> agents = new ArrayList<>();
        private final List<RoomView.Listed> listed = new ArrayList<>();

        /** An active agent of the dispatched name. */
        Room agent(String identity) {
            agents.add(new RoomView.Agent(identity, AGENT, true));
            return this;
        }

        /** An agent that has not become active yet. */
        Room arriving(String identity) {
            agents.add(new RoomView.Agent(identity, AGENT, false));
            return this;
        }

        /** An active agent of another name. */
        Room other(String identity) {
            agents.add(new RoomView.Agent(identity, "scribe", true));
            return this;
        }

        /** An attempt of the dispatch, listed, with its job if that shows. */
        Room lists(int attempt, @Nullable String job) {
            listed.add(new RoomView.Listed("AD_" + attempt, ID.value(), attempt, job));
            return this;
        }

        Sight seen() {
            return new Sight.Saw(new RoomView(true, agents, 1, listed));
        }
    }
}
