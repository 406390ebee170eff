// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import dev.stagedoor.sandbox.Participant.Entrant;
import dev.stagedoor.sandbox.ParticipantView.Permissions;
import dev.stagedoor.sandbox.clockwork.SandboxIds;
import dev.stagedoor.sandbox.clockwork.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The state machine of one LiveKit project: no sockets, no keys, no faults, no threads. Everything due by the clock
 * has happened before an operation looks. Errors are {@link SandboxRefusal}s with LiveKit's own words. Safe for use
 * by many threads; every operation is atomic.
 */
public final class SandboxState {
    private static final Permissions PERSON = new Permissions(true, true, true, false);

    private final ReentrantLock lock = new ReentrantLock();
    private final SandboxSettings settings;
    private final Timeline timeline;
    private final SandboxIds ids;
    private final Workers workers;
    private final Rooms rooms;

    /** An empty project. */
    public SandboxState(SandboxSettings settings) {
        this.settings = settings;
        this.timeline = new Timeline(settings.clock());
        this.ids = new SandboxIds(settings.seed());
        this.workers = new Workers(ids);
        this.rooms = new Rooms(timeline, ids, workers);
    }

    /** Makes the room and starts its agents; a live room of that name is returned as it is. */
    public RoomView createRoom(RoomSpec spec) {
        return now(() -> {
            Limits.roomName(spec.name());
            return rooms.getOrCreate(spec).view();
        });
    }

    /** The rooms of these names, all if none is given, in no particular order. */
    public List<RoomView> listRooms(Collection<String> names) {
        return now(() -> {
            List<RoomView> found = new ArrayList<>();
            for (Room room : rooms.all()) if (names.isEmpty() || names.contains(room.name)) found.add(room.view());
            ids.shuffle(found);
            return found;
        });
    }

    /** Closes a room: everybody is out, its dispatches are gone. 404 if there is none. */
    public void deleteRoom(String room) {
        run(() -> rooms.close(existing(room)));
    }

    /** Changes a room's metadata. 404 if there is none. */
    public RoomView updateRoomMetadata(String room, String metadata) {
        return now(() -> {
            Limits.metadata(metadata);
            Room known = existing(room);
            known.metadata(metadata);
            return known.view();
        });
    }

    /** Who is in a room, in no particular order; nobody if there is no such room. */
    public List<ParticipantView> listParticipants(String room) {
        return now(() -> {
            Room known = rooms.find(room);
            List<ParticipantView> found = new ArrayList<>();
            if (known != null) known.participants.values().forEach(one -> found.add(one.view()));
            ids.shuffle(found);
            return found;
        });
    }

    /** One participant. 404 if it is not there. */
    public ParticipantView getParticipant(String room, String identity) {
        return now(() -> present(room, identity).view());
    }

    /** Takes a participant out of the room; its token still opens it. 404 if it is not there. */
    public void removeParticipant(String room, String identity) {
        run(() -> {
            present(room, identity);
            rooms.remove(existing(room), identity);
        });
    }

    /** Changes what is not empty; an empty attribute value removes that attribute. 404 if it is not there. */
    public ParticipantView updateParticipant(String room, String identity, ParticipantChange change) {
        return now(() -> {
            change.check();
            Participant participant = present(room, identity);
            participant.update(change);
            return participant.view();
        });
    }

    /** Sends data to a room: nobody receives it here. Without the room, LiveKit waits and says 503. */
    public void sendData(String room) {
        run(() -> served(room));
    }

    /** Mutes a track: nobody publishes one here. Unmuting is off by default; without the participant 503. */
    public void mutePublishedTrack(String room, String identity, boolean muted) {
        run(() -> {
            served(room, identity);
            if (!muted) throw SandboxRefusal.inner(TwirpCode.FAILED_PRECONDITION, "remote unmute not enabled");
        });
    }

    /** Changes what a participant hears and sees: there is nothing of either here. Without it, 503. */
    public void updateSubscriptions(String room, String identity) {
        run(() -> served(room, identity));
    }

    /** Asks for an agent, making the room if need be. The answer says nothing about an agent. */
    public DispatchView createDispatch(String room, AgentSpec agent) {
        return now(() ->
                rooms.dispatch(rooms.getOrCreate(RoomSpec.named(room)), agent).view(room, timeline.now()));
    }

    /** Takes a dispatch back; its agent goes later, or not at all. 404 if unknown, 503 without the room. */
    public DispatchView deleteDispatch(String room, String dispatchId) {
        return now(() -> {
            Room known = served(room);
            Dispatch dispatch = known.dispatches.get(dispatchId);
            if (dispatch == null) throw SandboxRefusal.inner(TwirpCode.NOT_FOUND, "dispatch ID not found");
            DispatchView last = dispatch.view(room, timeline.now());
            rooms.delete(known, dispatch);
            return last;
        });
    }

    /** The room's dispatches, or the one with this id if it is not empty, in no particular order; 503 without it. */
    public List<DispatchView> listDispatch(String room, String dispatchId) {
        return now(() -> {
            List<DispatchView> found = new ArrayList<>();
            for (Dispatch one : served(room).dispatches.values()) {
                if (dispatchId.isEmpty() || dispatchId.equals(one.id)) found.add(one.view(room, timeline.now()));
            }
            ids.shuffle(found);
            return found;
        });
    }

    /** A person comes in under this identity, putting out whoever had it; the room is made if need be. */
    public ParticipantView join(String room, String identity) {
        return join(RoomSpec.named(room), new Entrant(identity, "", false, false, "", Map.of(), PERSON));
    }

    public ParticipantView join(RoomSpec spec, Entrant entrant) {
        return now(() -> {
            Room room = rooms.getOrCreate(spec);
            boolean known = room.participants.containsKey(entrant.identity());
            if (!known && room.full())
                throw SandboxRefusal.inner(TwirpCode.UNAVAILABLE, "room has exceeded its max participants");
            Participant participant = rooms.enter(room, entrant);
            participant.activate();
            return participant.view();
        });
    }

    /** A participant goes by itself; nothing happens if it is not there. */
    public void leave(String room, String identity) {
        run(() -> {
            Room known = rooms.find(room);
            if (known != null) rooms.remove(known, identity);
        });
    }

    /**
     * A virtual worker registers, which also makes LiveKit's belief about workers cold.
     *
     * @param perJob what it does with its first job, its second, …; the last one holds ever after; at least one
     */
    public SandboxWorker registerWorker(String agentName, WorkerBehaviour... perJob) {
        if (perJob.length == 0) throw new IllegalArgumentException("a worker needs at least one behaviour");
        return now(() -> {
            SandboxWorker worker = new SandboxWorker(this, ids.worker(), agentName, List.of(perJob));
            workers.register(worker);
            return worker;
        });
    }

    void stop(SandboxWorker worker) {
        run(() -> {
            workers.stop(worker);
            rooms.stopped(worker);
        });
    }

    /** Makes LiveKit's belief about workers warm: jobs of known agents show as soon as they are taken. */
    public void warmWorkers() {
        run(() -> workers.warm(timeline.now()));
    }

    /** Makes it cold, as after a minute: jobs show only 5 s after the next dispatch. */
    public void coolWorkers() {
        run(workers::forget);
    }

    /** Plans a call that lands {@code delay} from now; nobody waits for its answer. */
    void later(Duration delay, Function<SandboxState, ?> call) {
        run(() -> timeline.in(delay, () -> landed(call)));
    }

    private boolean landed(Function<SandboxState, ?> call) {
        try {
            return call.apply(this) != null;
        } catch (SandboxRefusal unheard) {
            return false;
        }
    }

    /** The present moment, with everything due having happened. */
    public Instant now() {
        return now(timeline::now);
    }

    /** The toss of a coin. */
    public boolean chance() {
        return now(() -> ids.below(2) == 0);
    }

    private <T> T now(Supplier<T> operation) {
        lock.lock();
        try {
            timeline.catchUp();
            return operation.get();
        } finally {
            lock.unlock();
        }
    }

    private void run(Runnable operation) {
        now(() -> {
            operation.run();
            return true;
        });
    }

    private Room existing(String room) {
        Room known = rooms.find(room);
        if (known == null) throw SandboxRefusal.inner(TwirpCode.NOT_FOUND, "requested room does not exist");
        return known;
    }

    private Participant present(String room, String identity) {
        Room known = rooms.find(room);
        Participant participant = known == null ? null : known.participants.get(identity);
        if (participant == null) throw SandboxRefusal.inner(TwirpCode.NOT_FOUND, "participant does not exist");
        return participant;
    }

    private Room served(String room) {
        Room known = rooms.find(room);
        if (known == null) throw noResponse();
        return known;
    }

    private void served(String room, String identity) {
        if (!served(room).participants.containsKey(identity)) throw noResponse();
    }

    private SandboxRefusal noResponse() {
        return SandboxRefusal.noResponse(settings.noResponseAfter());
    }
}
