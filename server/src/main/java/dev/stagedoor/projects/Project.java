// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AgentDispatchService;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.livekit.api.Room;
import dev.stagedoor.livekit.api.RoomService;
import dev.stagedoor.livekit.api.SipService;
import dev.stagedoor.livekit.token.TokenSigner;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One tenant's LiveKit project by one version of its credential. Keep it no longer than a request or a step: it belongs to
 * a snapshot.
 */
public final class Project {
    /** The longest answer, in bytes, to what is asked of one room: a tenant's server may answer anything (I7). */
    private static final int LONGEST_ANSWER = 1 << 20;

    private static final Duration USUAL = Duration.ofSeconds(5);

    /** How much longer LiveKit tries to reach a participant that has vanished. */
    private static final Duration UNTIL_GIVEN_UP = Duration.ofSeconds(10);

    /** As many names as one ListRooms is asked for. */
    private static final int NAMES = 200;

    private final String slug;
    private final Opened opened;
    private final LiveKitClient client;
    private final Line line;

    Project(String slug, Opened opened, LiveKitClient client, Line line) {
        this.slug = slug;
        this.opened = opened;
        this.client = client;
        this.line = line;
    }

    /**
     * The same project, for work that nobody waits for: after it could not be reached, or rejected the key, a call is only
     * made when the project has been left alone for a while; until then it fails as the last one did, with the time that is
     * left ({@link Problem#retryAfter()}).
     */
    public Project inBackground() {
        return new Project(slug, opened, client, new Line(line.guard(), line.rest(), true));
    }

    /** How long it is left alone by {@link #inBackground}. Unlike the project, it may be kept. */
    public Rest rest() {
        return line.rest();
    }

    /** The tenant's slug: the names of its rooms begin with it and a dot. */
    public String slug() {
        return slug;
    }

    /** The version of the credential. */
    public long version() {
        return opened.version();
    }

    /** Where it is. */
    public ServerUrl url() {
        return opened.wire().url();
    }

    /** Its server by the canonical URL: two versions with the same one are keys to the same rooms. */
    public String server() {
        return url().canonical();
    }

    /** Whether its server is known to read that field of a token; it rejects a token with one that it does not know. */
    public boolean knows(AgentField field) {
        return opened.agentFields().contains(field);
    }

    /** Its key, to ask what it sees of another tenant's. */
    public ForeignKey foreignKey() {
        return new ForeignKey(client, opened.wire());
    }

    /** Signs tokens under its API key. */
    public TokenSigner signer() {
        return opened.wire().signer();
    }

    /**
     * All rooms of the server; on a shared one, other tenants' too: filter by the slug. There may be more than an answer
     * can list ({@link #isUnreadable}), so nothing that matters may depend on this alone.
     */
    public List<Room> rooms() {
        return asked(() -> rooms(rooms -> rooms.listRooms(), USUAL));
    }

    /** Those of these rooms that exist. Rooms choose their metadata: the answer may be too long ({@link #isUnreadable}). */
    public List<Room> rooms(Collection<String> names) {
        return asked(() -> rooms(rooms -> rooms.listRooms(names.toArray(String[]::new)), USUAL));
    }

    /** Which of these rooms exist. Rooms choose their metadata: where one answer is too long, they are asked for in parts. */
    public Set<String> existing(Set<String> names) {
        Set<String> found = new HashSet<>();
        List<String> all = List.copyOf(names);
        for (int from = 0; from < all.size(); from += NAMES) {
            existing(all.subList(from, Math.min(all.size(), from + NAMES)), found);
        }
        return found;
    }

    private void existing(List<String> names, Set<String> found) {
        try {
            rooms(names).forEach(room -> found.add(room.name()));
        } catch (Problem failed) {
            if (!isUnreadable(failed)) {
                throw failed;
            }
            if (names.size() == 1) {
                // Only a room that is there has so much to say.
                found.add(names.getFirst());
                return;
            }
            existing(names.subList(0, names.size() / 2), found);
            existing(names.subList(names.size() / 2, names.size()), found);
        }
    }

    /**
     * Whether a call failed because its answer was too long, or not LiveKit's. People choose their metadata and that of
     * rooms: an answer that they made too long must not hide them.
     */
    public static boolean isUnreadable(Problem failed) {
        return failed.getCause() instanceof LiveKitException.MalformedAnswer;
    }

    /** The participants of a room; empty if there is no such room. */
    public List<Participant> participants(String room) {
        return asked(() -> rooms(rooms -> rooms.listParticipants(room), USUAL));
    }

    /** Removes a participant; returns whether they were there. */
    public boolean removeParticipant(String room, String identity) {
        return asked(() -> rooms(rooms -> rooms.removeParticipant(room, identity), USUAL));
    }

    /** Deletes a room; returns whether there was one. */
    public boolean deleteRoom(String room) {
        return asked(() -> rooms(rooms -> rooms.deleteRoom(room), USUAL));
    }

    /**
     * Asks a participant's program, and returns what it answers.
     *
     * @param patience for its answer
     * @throws Problem as for every call; its cause is {@link LiveKitException.RpcFailed} if the program said no, or nothing
     */
    public String rpc(String room, String identity, String method, String payload, Duration patience) {
        return asked(() -> rooms(
                rooms -> rooms.performRpc(room, identity, method, payload, patience), patience.plus(UNTIL_GIVEN_UP)));
    }

    /** The library's own errors, as problems (I3). */
    private static <T> T asked(Supplier<T> call) {
        try {
            return call.get();
        } catch (LiveKitException failed) {
            throw LiveKitProblems.of(failed);
        }
    }

    /**
     * One call to RoomService, for callers that must tell its failures apart.
     *
     * @throws LiveKitException as the library has it
     * @throws Problem {@code provider_unavailable} if the call was not made
     */
    public <T> T rooms(Function<RoomService, T> call, Duration within) {
        return line.call(
                () -> call.apply(client.rooms(opened.wire()).within(within).answersUpTo(LONGEST_ANSWER)));
    }

    /**
     * One call to the SIP service.
     *
     * @throws Problem as for every call; LiveKit's own words go to the log only
     */
    public <T> T sip(Function<SipService, T> call) {
        return asked(() -> line.call(
                () -> call.apply(client.sip(opened.wire()).within(USUAL).answersUpTo(LONGEST_ANSWER))));
    }

    /**
     * Places one call, or hands one over, and waits for as long as a telephone may ring: beside the bounds of other calls, as a
     * telephone that nobody answers says nothing of the server.
     *
     * @throws LiveKitException as the library has it
     */
    public <T> T phone(Function<SipService, T> call) {
        return call.apply(client.sip(opened.wire()).within(USUAL).answersUpTo(LONGEST_ANSWER));
    }

    /** One call to AgentDispatchService; as {@link #rooms(Function, Duration)}. */
    public <T> T dispatches(Function<AgentDispatchService, T> call, Duration within) {
        return line.call(
                () -> call.apply(client.dispatches(opened.wire()).within(within).answersUpTo(LONGEST_ANSWER)));
    }

    /** Without anything secret. */
    @Override
    public String toString() {
        return "Project[" + slug + ", " + opened + "]";
    }
}
