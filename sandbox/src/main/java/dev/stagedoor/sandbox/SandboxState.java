// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import dev.stagedoor.sandbox.Participant.Entrant;
import dev.stagedoor.sandbox.ParticipantView.Kind;
import dev.stagedoor.sandbox.ParticipantView.Permissions;
import dev.stagedoor.sandbox.clockwork.SandboxIds;
import dev.stagedoor.sandbox.clockwork.Timeline;
import dev.stagedoor.sandbox.sip.SandboxSip;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The state machine of one LiveKit project: no sockets, no keys, no faults, no threads. Everything due by the clock
 * happens before an operation runs. Errors are {@link SandboxRefusal}s with LiveKit's own wording. Thread-safe; every
 * operation is atomic.
 */
public final class SandboxState {
    private static final Permissions PERSON = new Permissions(true, true, true, false);

    private final ReentrantLock lock = new ReentrantLock();
    private final SandboxSettings settings;
    private final Timeline timeline;
    private final SandboxIds ids;
    private final Workers workers;
    private final Rooms rooms;
    private final SandboxSip sip;
    private final Map<String, UnaryOperator<String>> rpcMethods = new HashMap<>();

    /** An empty project. */
    public SandboxState(SandboxSettings settings) {
        this.settings = settings;
        this.timeline = new Timeline(settings.clock());
        this.ids = new SandboxIds(settings.seed());
        this.workers = new Workers(ids);
        this.rooms = new Rooms(timeline, ids, workers);
        this.sip = new SandboxSip(this::run, rooms, timeline, ids);
    }

    /** The project's telephony. */
    public SandboxSip sip() {
        return sip;
    }

    /** Creates the room and starts its agents; a live room of that name is returned unchanged. */
    public RoomView createRoom(RoomSpec spec) {
        return now(() -> {
            Limits.roomName(spec.name());
            return rooms.getOrCreate(spec).view();
        });
    }

    /** The rooms with these names, or all rooms if none are given, in no particular order. */
    public List<RoomView> listRooms(Collection<String> names) {
        return now(() -> {
            List<RoomView> found = new ArrayList<>();
            for (Room room : rooms.all()) if (names.isEmpty() || names.contains(room.name)) found.add(room.view());
            ids.shuffle(found);
            return found;
        });
    }

    /** Closes a room, removing its participants and dispatches. 404 if there is none. */
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

    /** The participants in a room, in no particular order; empty if there is no such room. */
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

    /** Removes a participant from the room; its token can still rejoin. 404 if it is not there. */
    public void removeParticipant(String room, String identity) {
        run(() -> {
            present(room, identity);
            rooms.remove(existing(room), identity);
        });
    }

    /** Changes the non-empty fields; an empty attribute value removes that attribute. 404 if it is not there. */
    public ParticipantView updateParticipant(String room, String identity, ParticipantChange change) {
        return now(() -> {
            change.check();
            Participant participant = present(room, identity);
            participant.update(change);
            return participant.view();
        });
    }

    /** Sends data to a room; here no one receives it. 503 after a wait if there is no such room. */
    public void sendData(String room) {
        run(() -> served(room));
    }

    /** All agents answer that RPC method from now on; a handler refuses with {@link SandboxRefusal#rpc}. */
    public void registerRpcMethod(String method, UnaryOperator<String> handler) {
        run(() -> rpcMethods.put(method, handler));
    }

    /** Calls an RPC method: people have none. 503 without the participant. */
    public String performRpc(String room, String identity, String method, String payload) {
        return now(() -> {
            served(room, identity);
            if (present(room, identity).isSilent(timeline.now())) throw SandboxRefusal.unanswered();
            UnaryOperator<String> handler = present(room, identity).agent ? rpcMethods.get(method) : null;
            if (handler == null) throw SandboxRefusal.rpc(1400, "Method not supported at destination");
            Limits.rpcPayload(payload);
            return handler.apply(payload);
        });
    }

    /** Mutes a track; the sandbox has none. Remote unmute is off by default. 503 without the participant. */
    public void mutePublishedTrack(String room, String identity, boolean muted) {
        run(() -> {
            served(room, identity);
            if (!muted) throw SandboxRefusal.inner(TwirpCode.FAILED_PRECONDITION, "remote unmute not enabled");
        });
    }

    /** Changes a participant's subscriptions; the sandbox has no tracks. 503 without the participant. */
    public void updateSubscriptions(String room, String identity) {
        run(() -> served(room, identity));
    }

    /** Requests an agent, creating the room if needed. The response does not say whether an agent will join. */
    public DispatchView createDispatch(String room, AgentSpec agent) {
        return now(() ->
                rooms.dispatch(rooms.getOrCreate(RoomSpec.named(room)), agent).view(room, timeline.now()));
    }

    /** Deletes a dispatch; its agent leaves later, or never. 404 if unknown, 503 without the room. */
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

    /** The room's dispatches, or just {@code dispatchId} unless empty, in no particular order. 503 without the room. */
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

    /** A person joins with this identity, disconnecting its previous holder. Creates the room if needed. */
    public ParticipantView join(String room, String identity) {
        return join(RoomSpec.named(room), new Entrant(identity, "", Kind.STANDARD, false, "", Map.of(), PERSON));
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

    /** A participant leaves by itself; does nothing if it is not there. */
    public void leave(String room, String identity) {
        run(() -> {
            Room known = rooms.find(room);
            if (known != null) rooms.remove(known, identity);
        });
    }

    /**
     * Registers a virtual worker, which also clears LiveKit's cached view of the workers.
     *
     * @param perJob what it does with its first job, its second, and so on; the last one repeats; at least one
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

    void kill(SandboxWorker worker) {
        run(() -> {
            workers.stop(worker);
            rooms.killed(worker);
        });
    }

    /** A participant's program is killed: it is listed for 21 s more, and answers nothing. 404 if it is not there. */
    public void vanish(String room, String identity) {
        run(() -> rooms.vanish(existing(room), present(room, identity)));
    }

    /** A participant's program answers nothing for that long, as when its network fails. 404 if it is not there. */
    public void silence(String room, String identity, Duration lasting) {
        run(() -> present(room, identity).silence(timeline.now().plus(lasting)));
    }

    /** Warms LiveKit's cached view of the workers: jobs of known agents show as soon as they are taken. */
    public void warmWorkers() {
        run(() -> workers.warm(timeline.now()));
    }

    /** Clears that cache, as a minute's wait would: jobs show only 5 s after the next dispatch. */
    public void coolWorkers() {
        run(workers::forget);
    }

    /** Schedules a call to land {@code delay} from now; its result is discarded. */
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

    /** The current time, after everything due has happened. */
    public Instant now() {
        return now(timeline::now);
    }

    /** A random boolean. */
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
