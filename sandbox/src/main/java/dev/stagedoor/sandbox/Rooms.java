// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import dev.stagedoor.sandbox.Dispatch.Job;
import dev.stagedoor.sandbox.Participant.Entrant;
import dev.stagedoor.sandbox.WorkerBehaviour.Arrival;
import dev.stagedoor.sandbox.WorkerBehaviour.Crash;
import dev.stagedoor.sandbox.clockwork.SandboxIds;
import dev.stagedoor.sandbox.clockwork.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What lives in a project and how it goes on by itself: rooms that close, jobs that are offered, agents that come,
 * crash and leave. Every rule is livekit-server 1.11.0's. Guarded by the lock of {@link SandboxState}.
 */
final class Rooms {
    private static final Duration NEGOTIATION = Duration.ofMillis(100);
    private static final Duration REMOVED_AFTER = Duration.ofSeconds(3);

    private final Map<String, Room> live = new LinkedHashMap<>();
    /** Jobs whose agent is in some room, by the agent's identity. */
    private final Map<String, Job> present = new HashMap<>();

    private final Timeline timeline;
    private final SandboxIds ids;
    private final Workers workers;

    Rooms(Timeline timeline, SandboxIds ids, Workers workers) {
        this.timeline = timeline;
        this.ids = ids;
        this.workers = workers;
    }

    @Nullable
    Room find(String name) {
        return live.get(name);
    }

    Iterable<Room> all() {
        return live.values();
    }

    /** The live room of that name as it is, or a new one; a live one takes nothing from the request. */
    Room getOrCreate(RoomSpec spec) {
        Room known = live.get(spec.name());
        if (known != null) return known;
        Room made = new Room(ids.room(), ids.turnPassword(), spec, timeline.now());
        live.put(made.name, made);
        closeWhenIdle(made);
        List<AgentSpec> agents = spec.agents().isEmpty() ? List.of(new AgentSpec("", "")) : spec.agents();
        for (AgentSpec agent : agents) dispatch(made, agent);
        return made;
    }

    void close(Room room) {
        live.remove(room.name);
        room.participants.keySet().forEach(present::remove);
        room.participants.clear();
        room.dispatches.clear();
    }

    Participant enter(Room room, Entrant entrant) {
        remove(room, entrant.identity());
        Participant participant = new Participant(ids.participant(), entrant, timeline.now());
        room.participants.put(participant.identity, participant);
        return participant;
    }

    /** Takes somebody out; whether they were there. */
    boolean remove(Room room, String identity) {
        Participant gone = room.participants.remove(identity);
        if (gone == null) return false;
        present.remove(identity);
        if (!gone.agent && room.people() == 0) {
            room.personLeft(timeline.now());
            closeWhenIdle(room);
        }
        return true;
    }

    /** A new dispatch in a live room: stored, and its job offered at once; nobody hears of it if none takes it. */
    Dispatch dispatch(Room room, AgentSpec agent) {
        Dispatch made = new Dispatch(ids.dispatch(), agent, timeline.now());
        room.dispatches.put(made.id, made);
        Workers.Offer offer = workers.offer(agent.agentName(), timeline.now());
        made.launchedAt = offer.doneAt();
        if (offer.taker() != null && offer.behaviour() != null) {
            Job job = new Job(ids.job(), offer.taker(), offer.behaviour(), room.view(), timeline.now());
            made.job = job;
            expect(job, room.name);
        }
        return made;
    }

    /** Unlists a dispatch; its worker is told once LiveKit is done with offering the job. */
    void delete(Room room, Dispatch dispatch) {
        room.dispatches.remove(dispatch.id);
        Job job = dispatch.job;
        if (job == null) return;
        timeline.at(dispatch.launchedAt, () -> tell(job, room));
        Duration fixed = job.behaviour.departure().afterDelete();
        if (fixed != null) timeline.in(fixed, () -> leave(job, room));
    }

    /** The worker's process is gone: so are its agents, and those it had promised never come. */
    void stopped(SandboxWorker worker) {
        for (Room room : List.copyOf(live.values())) {
            for (String identity : List.copyOf(room.participants.keySet())) {
                Job job = present.get(identity);
                if (job != null && job.worker == worker) remove(room, identity);
            }
        }
    }

    private void tell(Job job, Room room) {
        job.ended = true;
        if (job.behaviour.departure().afterDelete() != null) return;
        Duration in = job.behaviour.departure().in();
        if (room.participants.containsKey(job.identity())) {
            timeline.in(in.compareTo(REMOVED_AFTER) < 0 ? in : REMOVED_AFTER, () -> leave(job, room));
        }
    }

    private void leave(Job job, Room room) {
        if (live.get(room.name) == room) remove(room, job.identity());
    }

    private void expect(Job job, String room) {
        Arrival arrival = job.behaviour.arrival();
        if (arrival == null) return;
        Duration chance = Duration.ofMillis(ids.upTo(arrival.spread().toMillis()));
        timeline.in(arrival.after().plus(chance), () -> arrive(job, room));
    }

    /** An agent's token lets it make the room anew, so one that comes after its room was deleted does just that. */
    private void arrive(Job job, String name) {
        if (!workers.connected(job.worker)) return;
        if (job.ended && !job.behaviour.departure().joinsThoughDeleted()) return;
        Room room = getOrCreate(RoomSpec.named(name));
        Participant agent = enter(room, Entrant.agent(job.identity(), job.worker.agentName()));
        present.put(agent.identity, job);
        timeline.in(NEGOTIATION, () -> activate(job, room, agent));
    }

    private void activate(Job job, Room room, Participant agent) {
        if (!Objects.equals(room.participants.get(agent.identity), agent)) return;
        agent.activate();
        Crash crash = job.behaviour.crash();
        if (crash != null) timeline.in(crash.after().plus(crash.lingers()), () -> leave(job, room));
    }

    private void closeWhenIdle(Room room) {
        timeline.at(room.closesAt(), () -> closeIfIdle(room));
    }

    private void closeIfIdle(Room room) {
        Instant now = timeline.now();
        if (live.get(room.name) == room && room.people() == 0 && !now.isBefore(room.closesAt())) close(room);
    }
}
