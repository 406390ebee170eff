package dev.stagedoor.dispatch;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.stagedoor.json.StoredJson;
import dev.stagedoor.json.UnreadableStored;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The column {@code state} of {@code dispatches}, version {@value #VERSION}. Nodes of the version before the first that
 * had this form refuse fields that they do not know, so none was added: new facts became columns.
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
    static final int VERSION = 1;

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
            @JsonProperty("earlier_ended_at") @Nullable Instant earlierEndedAt) {
        static Spec of(DispatchSpec spec) {
            return new Spec(
                    spec.room(),
                    spec.newRoom(),
                    spec.agentName(),
                    spec.agentSlug(),
                    spec.metadata(),
                    spec.roomMetadata(),
                    spec.emptyTimeout(),
                    spec.credentialVersion(),
                    spec.callId(),
                    spec.createdAt(),
                    spec.deadline(),
                    spec.earlierEndedAt());
        }

        DispatchSpec toDomain() {
            return new DispatchSpec(
                    room,
                    newRoom,
                    agentName,
                    agentSlug,
                    metadata,
                    roomMetadata,
                    emptyTimeout,
                    credentialVersion,
                    callId,
                    createdAt,
                    deadline,
                    earlierEndedAt);
        }
    }

    record StoredAttempt(
            @JsonProperty("number") int number,
            @JsonProperty("via") Attempt.Via via,
            @JsonProperty("state") Attempt.State state,
            @JsonProperty("tries") int tries,
            @JsonProperty("started_at") Instant startedAt,
            @JsonProperty("agents_before") Set<String> agentsBefore,
            @JsonProperty("job_identity") @Nullable String jobIdentity,
            @JsonProperty("abandoned_at") @Nullable Instant abandonedAt) {
        static StoredAttempt of(Attempt attempt) {
            return new StoredAttempt(
                    attempt.number(),
                    attempt.via(),
                    attempt.state(),
                    attempt.tries(),
                    attempt.startedAt(),
                    attempt.agentsBefore(),
                    attempt.jobIdentity(),
                    attempt.abandonedAt());
        }

        Attempt toDomain() {
            return new Attempt(number, via, state, tries, startedAt, agentsBefore, jobIdentity, abandonedAt);
        }
    }

    /**
     * Reads a dispatch.
     *
     * @throws UnreadableStored if a newer node wrote what this version does not know
     */
    static Dispatch read(String state, int version) {
        if (version > VERSION) {
            throw new UnreadableStored(StoredDispatch.class, new IllegalArgumentException("version " + version));
        }
        StoredDispatch stored = StoredJson.read(state, StoredDispatch.class);
        try {
            return stored.toDomain();
        } catch (NullPointerException missing) {
            throw new UnreadableStored(StoredDispatch.class, missing);
        }
    }

    /** The dispatch written over {@code before}, of which what this version does not know stays. */
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
                dispatch.roomSeen(),
                dispatch.quietSince(),
                dispatch.failures(),
                dispatch.unreachable(),
                dispatch.endingSince(),
                dispatch.endedAt());
    }

    private Dispatch toDomain() {
        return new Dispatch(
                new DispatchId(id.value),
                new TenantId(tenant.value),
                spec.toDomain(),
                status,
                attempts.stream().map(StoredAttempt::toDomain).toList(),
                end,
                joined,
                joinedAt,
                roomSeen,
                quietSince,
                failures,
                unreachable,
                endingSince,
                endedAt);
    }
}
