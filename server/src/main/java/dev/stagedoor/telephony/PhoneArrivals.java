// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.calls.Call;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.LogContext;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.livekit.api.Room;
import dev.stagedoor.projects.Project;
import dev.stagedoor.telephony.price.Costs;
import dev.stagedoor.telephony.price.Leg;
import dev.stagedoor.telephony.trunk.Trunk;
import dev.stagedoor.telephony.trunk.Trunks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the calls that came into tenants' LiveKit projects by a trunk, and takes them over. Who may not call, or is beyond the
 * tenant's limits, is turned away by closing the room: whoever is still ringing hears busy.
 */
final class PhoneArrivals {
    private static final Logger LOG = LoggerFactory.getLogger(PhoneArrivals.class);
    private static final String TRUNK_ID = "sip.trunkID";
    private static final String PHONE_NUMBER = "sip.phoneNumber";
    private static final String CALL_ID = "sip.callIDFull";
    private static final String VIA = "livekit_sip";
    private static final int LONGEST = 256;

    private final Principal.SystemJob by = new Principal.SystemJob("phone-calls", "phone-calls");
    private final Foundation on;
    private final TelephonyModule.Doors doors;
    private final Trunks trunks;

    PhoneArrivals(Foundation on, TelephonyModule.Doors doors, Trunks trunks) {
        this.on = on;
        this.doors = doors;
        this.trunks = trunks;
    }

    /** Looks into the projects that these trunks of the tenant are in. */
    void look(TenantId tenant, List<Trunk> written) {
        Map<Long, List<Trunk>> byVersion = written.stream()
                .collect(
                        Collectors.groupingBy(one -> one.written().orElseThrow().credentialVersion()));
        byVersion.forEach((version, its) -> look(tenant, version, its));
    }

    private void look(TenantId tenant, long version, List<Trunk> its) {
        Map<String, Trunk> byId = its.stream()
                .collect(Collectors.toMap(one -> one.written().orElseThrow().trunkId(), Function.identity()));
        // Whoever may answer now: who called just before that changed is still to be turned away.
        String prefix = on.snapshots().current(tenant, Trunks::rooms);
        Set<String> rooms = doors.projects().reachedInBackground(tenant, version, Project::rooms).stream()
                .map(Room::name)
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toSet());
        for (String room : doors.calls().unknown(by, tenant, rooms)) {
            contained(tenant, () -> arrived(tenant, version, byId, room));
        }
    }

    private void arrived(TenantId tenant, long version, Map<String, Trunk> byId, String room) {
        Optional<Participant> caller =
                doors.projects().reachedInBackground(tenant, version, project -> project.participants(room)).stream()
                        .filter(one -> one.kind() == ParticipantKind.SIP)
                        .filter(one -> trunkOf(one, byId).isPresent())
                        .findFirst();
        if (caller.isEmpty()) {
            return;
        }
        Trunk trunk = trunkOf(caller.get(), byId).orElseThrow();
        try {
            take(tenant, version, trunk, room, caller.get());
        } catch (Problem refused) {
            if (isRefusal(refused.code())) {
                doors.projects().reached(tenant, version, project -> project.deleteRoom(room));
            }
            throw refused;
        }
    }

    private static Optional<Trunk> trunkOf(Participant caller, Map<String, Trunk> byId) {
        return Optional.ofNullable(byId.get(caller.attributes().getOrDefault(TRUNK_ID, "")));
    }

    private static boolean isRefusal(ErrorCode code) {
        return switch (code) {
            case FORBIDDEN, RATE_LIMITED, BUDGET_EXHAUSTED, QUOTA_EXCEEDED, CONCURRENCY_EXHAUSTED -> true;
            case NOT_PERMITTED_BY_POLICY, TENANT_SUSPENDED, USER_REVOKED, INVALID_REQUEST -> true;
            default -> false;
        };
    }

    private void take(TenantId tenant, long version, Trunk trunk, String room, Participant participant) {
        Trunks.Answering answering = trunks.answering(tenant, trunk)
                .orElseThrow(() -> Problem.of(ErrorCode.NOT_PERMITTED_BY_POLICY, "Nobody may answer this number now."));
        Admitted admitted = on.snapshots().current(tenant, snapshot -> snapshot.get(PhoneCalls.ADMITTED, tenant));
        Caller caller = Caller.of("from", shortened(participant.attributes().getOrDefault(PHONE_NUMBER, "")));
        admitted.require(caller);
        String external = shortened(participant.attributes().getOrDefault(CALL_ID, participant.sid()));
        Call.Found found = new Call.Found(
                room,
                answering.agent(),
                answering.metadata(),
                new Call.User(storable(participant.identity()), null, null),
                version,
                admitted.answerWithin());
        Rates rates = new Rates(admitted, caller, trunk.number());
        doors.calls().found(by, tenant, found, (change, call) -> {
            rates.require(change);
            PhoneCallStore.insert(
                    change.tx(),
                    new PhoneCall(
                            call.id(),
                            VIA,
                            "room:" + room + ' ' + external,
                            caller.text(),
                            trunk.number(),
                            trunk.written().orElseThrow().trunkId(),
                            change.now()),
                    change.now());
            Costs.expect(
                    change.tx(), Leg.in(call.id(), trunk.number(), call.limits().reserved()), change.now());
        });
    }

    /** The beginning, without half a character at its end. */
    private static String shortened(String text) {
        boolean splits = text.length() > LONGEST && Character.isHighSurrogate(text.charAt(LONGEST - 1));
        return storable(text.substring(0, Math.min(text.length(), splits ? LONGEST - 1 : LONGEST)));
    }

    /** The caller chooses it: one that cannot be stored is refused, or they would talk unseen. */
    private static String storable(String text) {
        if (!PlainText.isStorable(text)) {
            throw Problem.invalid("from", "has a character that cannot be stored");
        }
        return text;
    }

    /** An error with one call does not stop the others. */
    private static void contained(TenantId tenant, Runnable work) {
        try (LogContext _ = LogContext.of(tenant)) {
            work.run();
        } catch (Problem problem) {
            LOG.debug("{}: {}", tenant, problem.detail());
        } catch (RuntimeException failed) {
            LOG.warn("a phone call of {} is looked at again later", tenant, failed);
        }
    }
}
