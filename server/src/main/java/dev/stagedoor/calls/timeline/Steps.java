// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.api.calls.TimelineStep;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.dispatch.Receipt;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.numbers.MaskedNumber;
import dev.stagedoor.participants.Participation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a call as they are shown.
 *
 * @param by    who is shown them: of numbers, what they may see
 * @param begun when the call was requested
 */
record Steps(Principal by, Instant begun) {
    /** Of an entry's details, those that are no person's; the audit log itself has the rest. */
    private static final List<String> SHOWN = List.of(
            "agent",
            "agent_name",
            "attempt",
            "carrier",
            "identity",
            "reason",
            "room",
            "leg",
            "seconds",
            "billed_seconds",
            "cost",
            "currency",
            "sip_status");

    TimelineStep of(Entry entry) {
        Draft said = entry.draft();
        return step(said.at(), "audit", said.action(), said.actor(), said.requestId(), shown(said.detail()));
    }

    private Map<String, String> shown(String detail) {
        Map<String, String> shown = new LinkedHashMap<>();
        JsonNode said = Json.read(detail, JsonNode.class);
        for (String name : SHOWN) {
            JsonNode value = said.path(name);
            if (value.isValueNode() && !value.isNull()) {
                shown.put(name, MaskedNumber.identityShownTo(by, value.asText()));
            }
        }
        return shown;
    }

    TimelineStep of(Dispatch dispatch, Receipt line) {
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("dispatch", dispatch.id().value());
        detail.put("agent_name", dispatch.spec().agentName());
        detail.put("attempt", Integer.toString(line.attempt()));
        if (line.reason() != null) {
            detail.put("reason", line.reason().wire());
        }
        return step(line.at(), "dispatch", "dispatch." + line.status().wire(), line.identity(), null, detail);
    }

    List<TimelineStep> of(Participation person) {
        String who = MaskedNumber.identityShownTo(by, person.identity());
        List<TimelineStep> steps = new ArrayList<>();
        steps.add(
                step(person.joinedAt(), "participant", "participant.joined", who, null, Map.of("kind", person.kind())));
        Instant left = person.leftAt();
        if (left != null) {
            Map<String, String> detail = new LinkedHashMap<>();
            detail.put("kind", person.kind());
            detail.put(
                    "seconds",
                    Long.toString(Duration.between(person.joinedAt(), left).toSeconds()));
            if (!person.reason().isEmpty()) {
                detail.put("reason", person.reason());
            }
            steps.add(step(left, "participant", "participant.left", who, null, detail));
        }
        return steps;
    }

    private TimelineStep step(
            Instant at,
            String source,
            String what,
            @Nullable String who,
            @Nullable String requestId,
            Map<String, String> detail) {
        return new TimelineStep(at, Duration.between(begun, at).toMillis(), source, what, who, requestId, detail);
    }
}
