// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import dev.stagedoor.sandbox.Dispatch.Job;
import dev.stagedoor.sandbox.Participant.Entrant;
import dev.stagedoor.sandbox.WorkerBehaviour.Arrival;
import dev.stagedoor.sandbox.WorkerBehaviour.Crash;
import dev.stagedoor.sandbox.clockwork.SandboxIds;
import dev.stagedoor.sandbox.clockwork.Timeline;
import dev.stagedoor.sandbox.sip.CallRooms;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of a project and what happens to them over time: rooms close, jobs are offered, agents join, crash and
 * leave. Every rule follows livekit-server 1.11.0. Guarded by the lock of {@link SandboxState}.
 */
final class Rooms implements CallRooms {
    private static final Duration NEGOTIATION = Duration.ofMillis(100);
    /** Measured: 21 s from the death of a process until LiveKit lists its participant no more. */
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(21);

    private static final Duration REMOVED_AFTER = Duration.ofSeconds(3);

    private final Map<String, Room> live = new LinkedHashMap<>();
    /** Jobs whose agent is in a room, by agent identity. */
    private final Map<String, Job> present = new HashMap<>();

    private final Timeline timeline;
    private final SandboxIds ids;
    private final Workers workers;
    private Consumer<String> watcher = room -> {};

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

    /** The live room of that name, unchanged by the request, or a new one. */
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
        watcher.accept(room.name);
    }

    Participant enter(Room room, Entrant entrant) {
        remove(room, entrant.identity());
        Participant participant = new Participant(ids.participant(), entrant, timeline.now());
        room.participants.put(participant.identity, participant);
        return participant;
    }

    /** Removes a participant; returns whether they were in the room. */
    boolean remove(Room room, String identity) {
        Participant gone = room.participants.remove(identity);
        if (gone == null) return false;
        present.remove(identity);
        if (!gone.agent && room.people() == 0) {
            room.personLeft(timeline.now());
            closeWhenIdle(room);
        }
        watcher.accept(room.name);
        return true;
    }

    /** Stores a new dispatch in a live room and offers its job at once. If no worker takes it, nothing reports that. */
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

    /** Unlists a dispatch; its worker is told once LiveKit has finished offering the job. */
    void delete(Room room, Dispatch dispatch) {
        room.dispatches.remove(dispatch.id);
        Job job = dispatch.job;
        if (job == null) return;
        timeline.at(dispatch.launchedAt, () -> tell(job, room));
        Duration fixed = job.behaviour.departure().afterDelete();
        if (fixed != null) timeline.in(fixed, () -> leave(job, room));
    }

    /** The worker's process is gone, and its agents with it; agents it had promised never join. */
    void stopped(SandboxWorker worker) {
        for (Room room : List.copyOf(live.values())) {
            for (String identity : List.copyOf(room.participants.keySet())) {
                Job job = present.get(identity);
                if (job != null && job.worker == worker) remove(room, identity);
            }
        }
    }

    /** The worker's process and those of its jobs were killed: LiveKit still lists their agents, for 21 s. */
    void killed(SandboxWorker worker) {
        for (Room room : live.values()) {
            for (Participant one : room.participants.values()) {
                Job job = present.get(one.identity);
                if (job != null && job.worker == worker) vanish(room, one);
            }
        }
    }

    /** A participant's program was killed. */
    void vanish(Room room, Participant gone) {
        gone.silence(Instant.MAX);
        timeline.in(CONNECTION_TIMEOUT, () -> drop(room, gone));
    }

    private void drop(Room room, Participant gone) {
        boolean there = Objects.equals(room.participants.get(gone.identity), gone);
        if (there && live.get(room.name) == room) remove(room, gone.identity);
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

    /** An agent's token lets it create the room, so an agent that joins after its room was deleted recreates it. */
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
        Duration silence = job.behaviour.publishes();
        if (silence != null && silence.isZero()) sound(room, agent);
        else if (silence != null) timeline.in(silence, () -> sound(room, agent));
        Crash crash = job.behaviour.crash();
        if (crash != null) {
            timeline.in(crash.after(), () -> agent.silence(Instant.MAX));
            timeline.in(crash.after().plus(crash.lingers()), () -> drop(room, agent));
        }
    }

    private void sound(Room room, Participant one) {
        if (!Objects.equals(room.participants.get(one.identity), one)) return;
        one.sound();
        watcher.accept(room.name);
    }

    @Override
    public @Nullable String enter(RoomSpec spec, Entrant entrant) {
        Room room = getOrCreate(spec);
        if (room.full() && !room.participants.containsKey(entrant.identity())) return null;
        Participant call = enter(room, entrant);
        call.activate();
        sound(room, call);
        return call.sid;
    }

    @Override
    public boolean holds(String room, String sid) {
        return bySid(room, sid) != null;
    }

    @Override
    public boolean sounds(String room, String sid) {
        Room known = live.get(room);
        return known != null
                && known.participants.values().stream().anyMatch(one -> one.publishes() && !one.sid.equals(sid));
    }

    @Override
    public void attribute(String room, String sid, String name, String value) {
        Participant one = bySid(room, sid);
        if (one != null) one.attribute(name, value);
    }

    @Override
    public void leave(String room, String sid) {
        Participant one = bySid(room, sid);
        Room known = live.get(room);
        if (one != null && known != null) remove(known, one.identity);
    }

    @Override
    public @Nullable String attributeOf(String room, String identity, String name) {
        Room known = live.get(room);
        Participant one = known == null ? null : known.participants.get(identity);
        return one == null ? null : one.attribute(name);
    }

    @Override
    public boolean has(String room, String identity) {
        Room known = live.get(room);
        return known != null && known.participants.containsKey(identity);
    }

    @Override
    public void watch(Consumer<String> listener) {
        watcher = listener;
    }

    private @Nullable Participant bySid(String room, String sid) {
        Room known = live.get(room);
        if (known == null) return null;
        return known.participants.values().stream()
                .filter(one -> one.sid.equals(sid))
                .findFirst()
                .orElse(null);
    }

    private void closeWhenIdle(Room room) {
        timeline.at(room.closesAt(), () -> closeIfIdle(room));
    }

    private void closeIfIdle(Room room) {
        Instant now = timeline.now();
        if (live.get(room.name) == room && room.people() == 0 && !now.isBefore(room.closesAt())) close(room);
    }
}
