// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.dispatch.plan.RoomView;
import dev.stagedoor.dispatch.plan.SendResult;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.api.AgentDispatch;
import dev.stagedoor.livekit.api.CreateDispatch;
import dev.stagedoor.livekit.api.CreateRoom;
import dev.stagedoor.livekit.api.Job;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.livekit.api.Room;
import dev.stagedoor.participants.Sighting;
import dev.stagedoor.projects.Project;
import dev.stagedoor.watch.Glance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tenant's own LiveKit, as the driver sees it. */
final class ProjectRooms implements LiveKitRooms {
    static final Duration LOOK = Duration.ofSeconds(3);
    /**
     * Also for dispatches: LiveKit takes 3 s to answer that nobody serves a room; with a shorter timeout that answer is
     * unreliable.
     */
    private static final Duration SEND = Duration.ofSeconds(5);

    /** A method that no program has. */
    private static final String METHOD = "stagedoor.present";

    /** LiveKit's words when it can no longer send anything to a participant, 15 s before it lists it no more. */
    private static final String CUT_OFF = "transport failure";

    /** A call may exceed its time limit by a tenth of a second. */
    static final Duration LONGEST_LOOK = LOOK.plus(LOOK).plus(SEND).plusMillis(500);

    /** Who is told what was seen of a room. */
    interface Told {
        /** A look has found that. */
        void saw(Sighting sighting);

        /** ListRooms was asked at that time, and has said that. */
        void listed(String room, Glance glance, Instant at);

        /** What ListRooms says of a room that is as it was then. */
        Optional<Glance> unchangedSince(String room, Instant then);
    }

    private static final String AGENT_NAME = "lk.agent_name";

    private final Project project;
    private final Told told;
    private final Clock clock;

    ProjectRooms(Project project, Told told, Clock clock) {
        this.project = project;
        this.told = told;
        this.clock = clock;
    }

    @Override
    public boolean isAsItWas(String room, Instant then) {
        return told.unchangedSince(room, then).isPresent();
    }

    @Override
    public Optional<RoomView> lookInside(String room, Instant then, String identity) {
        Optional<Glance> known = told.unchangedSince(room, then);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        try {
            Instant asked = clock.instant();
            List<Participant> all = project.rooms(rooms -> rooms.listParticipants(room), LOOK);
            told.saw(Sighting.of(room, known.get().sid(), all, asked));
            List<RoomView.Agent> agents = agents(all);
            boolean alone = agents.size() == 1 && agents.getFirst().identity().equals(identity);
            return alone
                    ? Optional.of(new RoomView(true, agents, all.size() - agents.size(), List.of()))
                    : Optional.empty();
        } catch (LiveKitException | Problem unseen) {
            throw new Unreachable(unseen);
        }
    }

    @Override
    public RoomView peek(String room) {
        try {
            List<Participant> all = project.rooms(rooms -> rooms.listParticipants(room), LOOK);
            List<RoomView.Agent> agents = agents(all);
            return new RoomView(true, agents, all.size() - agents.size(), List.of());
        } catch (LiveKitException.NoSuchRoom gone) {
            return RoomView.ABSENT;
        } catch (LiveKitException | Problem unseen) {
            throw new Unreachable(unseen);
        }
    }

    @Override
    public RoomView look(String room) {
        try {
            Instant asked = clock.instant();
            List<Room> found = project.rooms(rooms -> rooms.listRooms(room), LOOK);
            told.listed(room, found.isEmpty() ? Glance.ABSENT : Glance.of(found.getFirst()), asked);
            if (found.isEmpty()) {
                told.saw(Sighting.absent(room, asked));
                return RoomView.ABSENT;
            }
            List<Participant> all = project.rooms(rooms -> rooms.listParticipants(room), LOOK);
            told.saw(Sighting.of(room, found.getFirst().sid(), all, asked));
            List<AgentDispatch> listed = project.dispatches(dispatches -> dispatches.listDispatch(room), SEND);
            List<RoomView.Agent> agents = agents(all);
            return new RoomView(
                    true,
                    agents,
                    all.size() - agents.size(),
                    listed.stream().flatMap(entry -> ours(entry).stream()).toList(),
                    listed.stream()
                            .filter(entry ->
                                    !entry.agentName().isEmpty() && ours(entry).isEmpty())
                            .map(ProjectRooms::unmarked)
                            .toList());
        } catch (LiveKitException.NoSuchRoom closedMeanwhile) {
            // Or a server too busy to answer, with the same message: the next ListRooms tells.
            throw new Unreachable(closedMeanwhile);
        } catch (LiveKitException | Problem unseen) {
            throw new Unreachable(unseen);
        }
    }

    private static List<RoomView.Agent> agents(List<Participant> all) {
        return all.stream()
                .filter(ProjectRooms::isAgent)
                .map(ProjectRooms::agent)
                .toList();
    }

    /**
     * Its worker chose the identity. One that cannot be stored would make every look fail: to us it is not there, and its
     * dispatch is taken back when its time is up.
     */
    private static boolean isAgent(Participant participant) {
        return participant.kind() == ParticipantKind.AGENT && PlainText.isStorable(participant.identity());
    }

    private static RoomView.Agent agent(Participant participant) {
        return new RoomView.Agent(
                participant.identity(),
                participant.attributes().getOrDefault(AGENT_NAME, ""),
                participant.state() == Participant.State.ACTIVE);
    }

    /** One of our dispatches, recognized by the id and attempt in its metadata. */
    private static Optional<RoomView.Listed> ours(AgentDispatch entry) {
        try {
            JsonNode told = Json.mapper().readTree(entry.metadata());
            String id = told.path("dispatch_id").asText("");
            int attempt = told.path("attempt").asInt(0);
            if (id.isEmpty() || attempt == 0) {
                return Optional.empty();
            }
            return Optional.of(new RoomView.Listed(entry.id(), id, attempt, job(entry), end(entry)));
        } catch (com.fasterxml.jackson.core.JsonProcessingException notOurs) {
            return Optional.empty();
        }
    }

    private static RoomView.Unmarked unmarked(AgentDispatch entry) {
        return new RoomView.Unmarked(entry.id(), entry.agentName(), job(entry), entry.createdAt());
    }

    /** LiveKit Cloud says how a job ended; a self-hosted server never changes what it said first (measured). */
    private static RoomView.JobEnd end(AgentDispatch entry) {
        return entry.jobs().stream()
                .map(Job::state)
                .filter(state -> state != null)
                .map(Job.State::status)
                .map(status -> switch (status) {
                    case SUCCESS, CANCELLED -> RoomView.JobEnd.DONE;
                    case FAILED -> RoomView.JobEnd.FAILED;
                    case PENDING, RUNNING, UNKNOWN -> RoomView.JobEnd.UNKNOWN;
                })
                .findFirst()
                .orElse(RoomView.JobEnd.UNKNOWN);
    }

    /** The participant identity of its job. */
    private static @Nullable String job(AgentDispatch entry) {
        return entry.jobs().stream()
                .map(Job::state)
                .filter(state -> state != null && !state.participantIdentity().isEmpty())
                .map(Job.State::participantIdentity)
                .filter(PlainText::isStorable)
                .findFirst()
                .orElse(null);
    }

    @Override
    public Answer ask(String room, String identity, Duration patience) {
        try {
            project.rooms(rooms -> rooms.performRpc(room, identity, METHOD, "", patience), SEND);
            return Answer.HEARD;
        } catch (LiveKitException.RpcFailed failed) {
            return unanswered(failed.rpcCode()) ? Answer.SILENT : Answer.HEARD;
        } catch (LiveKitException.ServerFailed failed) {
            return String.valueOf(failed.getMessage()).contains(CUT_OFF) ? Answer.SILENT : Answer.UNKNOWN;
        } catch (LiveKitException | Problem unknown) {
            return Answer.UNKNOWN;
        }
    }

    private static boolean unanswered(int code) {
        return code >= LiveKitException.RpcFailed.CONNECTION_TIMEOUT
                && code <= LiveKitException.RpcFailed.RECIPIENT_DISCONNECTED;
    }

    @Override
    public SendResult createRoom(NewRoom room) {
        RoomConfiguration configuration = RoomConfiguration.builder()
                .emptyTimeout(room.emptyTimeout())
                .metadata(room.roomMetadata())
                .agent(RoomAgentDispatch.of(room.agentName(), room.agentMetadata()))
                .build();
        return sending(() ->
                project.rooms(rooms -> rooms.createRoom(CreateRoom.named(room.name(), configuration)), SEND));
    }

    @Override
    public SendResult createDispatch(String room, String agentName, String metadata) {
        return sending(() -> project.dispatches(
                dispatches -> dispatches.createDispatch(CreateDispatch.of(room, agentName, metadata)), SEND));
    }

    private static SendResult sending(Runnable send) {
        try {
            send.run();
            return SendResult.SENT;
        } catch (LiveKitException.CredentialRejected | LiveKitException.PermissionDenied rejected) {
            return SendResult.CREDENTIAL_REJECTED;
        } catch (LiveKitException failed) {
            if (failed.outcomeUnknown()) {
                return SendResult.UNKNOWN;
            }
            return failed.retryCanHelp() ? SendResult.NOT_SENT : SendResult.REFUSED;
        } catch (Problem notTried) {
            // The tenant's circuit breaker is open, or its call limit is reached: nothing was sent.
            return SendResult.NOT_SENT;
        }
    }

    @Override
    public void deleteDispatch(String room, String livekitId) {
        takingBack(() -> project.dispatches(dispatches -> dispatches.deleteDispatch(room, livekitId), SEND));
    }

    @Override
    public void removeParticipant(String room, String identity) {
        takingBack(() -> project.rooms(rooms -> rooms.removeParticipant(room, identity), LOOK));
    }

    private static void takingBack(Runnable call) {
        try {
            call.run();
        } catch (LiveKitException.NoSuchRoom gone) {
            // Its participants left with it.
        } catch (LiveKitException | Problem failed) {
            throw new Unreachable(failed);
        }
    }
}
