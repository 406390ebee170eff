// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.stagedoor.dispatch.plan.Attempt;
import dev.stagedoor.dispatch.plan.Contact;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.dispatch.plan.Phase;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.json.StoredJson;
import dev.stagedoor.json.StoredWord;
import dev.stagedoor.json.UnreadableStored;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The column {@code state} of {@code dispatches}, version {@value #VERSION}. Older nodes reject unknown fields here,
 * so new data became columns; {@code verbatim} is written only to rows of version 2, and what tells of lost agents only to
 * rows of version 3, which they leave alone.
 */
record StoredDispatch(
        @JsonProperty("id") Id id,
        @JsonProperty("tenant") Id tenant,
        @JsonProperty("spec") Spec spec,
        @JsonProperty("status") Status status,
        @JsonProperty("attempts") List<StoredAttempt> attempts,
        @JsonProperty("end") @Nullable EndReason end,
        @JsonProperty("joined") @Nullable String joined,
        @JsonProperty("joined_at") @Nullable Instant joinedAt,
        @JsonProperty("room_seen") boolean roomSeen,
        @JsonProperty("quiet_since") @Nullable Instant quietSince,
        @JsonProperty("failures") int failures,
        @JsonProperty("unreachable") @Nullable Instant unreachable,
        @JsonProperty("ending_since") @Nullable Instant endingSince,
        @JsonProperty("ended_at") @Nullable Instant endedAt) {
    static final int VERSION = 3;

    private static final int VERBATIM = 2;

    /** A node that knows no more than version 1 would add its mark to metadata that must stay as it is. */
    private static final int UNMARKED = 1;

    /** The version that a node must know to drive it. */
    static int versionOf(Dispatch dispatch) {
        if (dispatch.lastLost().isPresent()) {
            return VERSION;
        }
        return dispatch.spec().briefing().verbatim() ? VERBATIM : UNMARKED;
    }

    record Id(@JsonProperty("value") String value) {}

    record Spec(
            @JsonProperty("room") String room,
            @JsonProperty("new_room") boolean newRoom,
            @JsonProperty("agent_name") String agentName,
            @JsonProperty("agent_slug") @Nullable String agentSlug,
            @JsonProperty("metadata") String metadata,
            @JsonProperty("room_metadata") String roomMetadata,
            @JsonProperty("empty_timeout") Duration emptyTimeout,
            @JsonProperty("credential_version") long credentialVersion,
            @JsonProperty("call_id") @Nullable String callId,
            @JsonProperty("created_at") Instant createdAt,
            @JsonProperty("deadline") Instant deadline,
            @JsonProperty("earlier_ended_at") @Nullable Instant earlierEndedAt,

            @JsonProperty("verbatim") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean verbatim) {
        static Spec of(DispatchSpec spec) {
            return new Spec(
                    spec.room(),
                    spec.target().newRoom(),
                    spec.agentName(),
                    spec.target().agentSlug(),
                    spec.briefing().metadata(),
                    spec.briefing().roomMetadata(),
                    spec.briefing().emptyTimeout(),
                    spec.credentialVersion(),
                    spec.callId(),
                    spec.schedule().createdAt(),
                    spec.schedule().deadline(),
                    spec.schedule().earlierEndedAt(),
                    spec.briefing().verbatim() ? true : null);
        }

        DispatchSpec toDomain(Columns columns) {
            return new DispatchSpec(
                    new DispatchSpec.Target(room, newRoom, agentName, agentSlug),
                    new DispatchSpec.Briefing(metadata, roomMetadata, emptyTimeout, Boolean.TRUE.equals(verbatim)),
                    new DispatchSpec.Schedule(createdAt, deadline, columns.joinTimeout(), earlierEndedAt),
                    credentialVersion,
                    callId,
                    new DispatchSpec.WhenLost(columns.replaceFailed(), columns.replaceUnclear()));
        }
    }

    enum State {
        SENDING,
        NOT_SENT,
        SENT,
        ABANDONED,
        LOST;

        static State of(Attempt.State state) {
            if (state instanceof Attempt.State.Abandoned) {
                return ABANDONED;
            }
            if (state instanceof Attempt.State.Lost) {
                return LOST;
            }
            if (state.equals(Attempt.State.SENT)) {
                return SENT;
            }
            return state.equals(Attempt.State.NOT_SENT) ? NOT_SENT : SENDING;
        }
    }

    record StoredAttempt(
            @JsonProperty("number") int number,
            @JsonProperty("via") Attempt.Via via,
            @JsonProperty("state") State state,
            @JsonProperty("tries") int tries,
            @JsonProperty("started_at") Instant startedAt,
            @JsonProperty("agents_before") Set<String> agentsBefore,
            @JsonProperty("job_identity") @Nullable String jobIdentity,
            @JsonProperty("abandoned_at") @Nullable Instant abandonedAt,

            @JsonProperty("lost_at") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Instant lostAt,

            @JsonProperty("lost_why") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            EndReason lostWhy) {
        static StoredAttempt of(Attempt attempt) {
            return new StoredAttempt(
                    attempt.number(),
                    attempt.via(),
                    State.of(attempt.state()),
                    attempt.tries(),
                    attempt.startedAt(),
                    attempt.agentsBefore(),
                    attempt.jobIdentity(),
                    attempt.abandonedAt(),
                    attempt.lost() == null ? null : attempt.lost().at(),
                    attempt.lost() == null ? null : attempt.lost().why());
        }

        Attempt toDomain() {
            Attempt.State reached = switch (state) {
                case SENDING -> Attempt.State.SENDING;
                case NOT_SENT -> Attempt.State.NOT_SENT;
                case SENT -> Attempt.State.SENT;
                case ABANDONED -> new Attempt.State.Abandoned(requireNonNull(abandonedAt));
                case LOST -> new Attempt.State.Lost(requireNonNull(lostAt), requireNonNull(lostWhy));
            };
            return new Attempt(number, via, reached, tries, startedAt, agentsBefore, jobIdentity);
        }
    }

    /** The columns beside the state that are part of a dispatch. */
    record Columns(
            int stateVersion,
            int joinSeconds,
            @Nullable String unserved,
            boolean watched,
            @Nullable Instant heardAt,
            boolean replaceFailed,
            boolean replaceUnclear) {
        private Duration joinTimeout() {
            return Duration.ofSeconds(joinSeconds);
        }

        private @Nullable EndReason unservedReason() {
            return unserved == null ? null : StoredWord.read(EndReason.class, EndReason::wire, unserved);
        }
    }

    /**
     * Reads a dispatch.
     *
     * @throws UnreadableStored if a newer node wrote something that this version does not know
     */
    static Dispatch read(String state, Columns columns) {
        if (columns.stateVersion() > VERSION) {
            throw new UnreadableStored(
                    StoredDispatch.class, new IllegalArgumentException("version " + columns.stateVersion()));
        }
        StoredDispatch stored = StoredJson.read(state, StoredDispatch.class);
        try {
            return stored.toDomain(columns);
        } catch (NullPointerException missing) {
            throw new UnreadableStored(StoredDispatch.class, missing);
        }
    }

    /** The dispatch merged into {@code before}, whose unknown fields stay. */
    static String over(String before, Dispatch dispatch) {
        return StoredJson.updated(before, of(dispatch));
    }

    private static StoredDispatch of(Dispatch dispatch) {
        return new StoredDispatch(
                new Id(dispatch.id().value()),
                new Id(dispatch.tenant().value()),
                Spec.of(dispatch.spec()),
                dispatch.status(),
                dispatch.attempts().stream().map(StoredAttempt::of).toList(),
                dispatch.end(),
                dispatch.joined(),
                dispatch.joinedAt(),
                dispatch.contact().roomSeen(),
                dispatch.quietSince(),
                dispatch.contact().failures(),
                dispatch.contact().unreachableSince(),
                dispatch.phase() instanceof Phase.Ending ending ? ending.since() : null,
                dispatch.endedAt());
    }

    private Dispatch toDomain(Columns columns) {
        return new Dispatch(
                new DispatchId(id.value),
                new TenantId(tenant.value),
                spec.toDomain(columns),
                attempts.stream().map(StoredAttempt::toDomain).toList(),
                phase(columns.watched()),
                new Contact(roomSeen, failures, unreachable, columns.unservedReason(), columns.heardAt()),
                quietSince);
    }

    private Phase phase(boolean watched) {
        Phase.JoinedAgent agent = joined == null ? null : new Phase.JoinedAgent(joined, requireNonNull(joinedAt));
        return switch (status) {
            case REQUESTED -> new Phase.Requested();
            case SENT -> new Phase.Sent();
            case ACCEPTED -> new Phase.Accepted();
            case JOINED -> new Phase.Joined(requireNonNull(agent));
            case LOST -> new Phase.Lost();
            case ENDING -> new Phase.Ending(requireNonNull(end), requireNonNull(endingSince), agent);
            case COMPLETED, FAILED -> new Phase.Ended(requireNonNull(end), requireNonNull(endedAt), agent, watched);
        };
    }
}
