// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.sip;

import dev.stagedoor.api.calls.CallView;
import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.api.dispatch.ReceiptLine;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.client.http.StagedoorException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a key can see of an answered call, and its end. */
record Aftermath(Session session, @Nullable String tenant, boolean keep) {
    private static final String RECEIPT = "receipt";
    private static final String ENDED = "ended";

    Simulation of(Simulation answered) {
        Simulation.Joined joined = Objects.requireNonNull(answered.joined());
        String named = tenant == null ? owner(joined.room()) : tenant;
        List<Step> more = session.clientWithKey()
                .map(client -> client.inTenant(named))
                .map(client -> seen(client, joined, named))
                .orElseGet(() -> unseen(joined));
        return answered.with(more);
    }

    /** Rooms are named after their tenant. */
    private static String owner(String room) {
        return room.substring(0, Math.max(0, room.indexOf('.')));
    }

    private List<Step> seen(StagedoorClient client, Simulation.Joined joined, String named) {
        List<Step> steps = new ArrayList<>();
        try {
            CallView call = client.calls().get(joined.callId());
            steps.add(Step.ok("answered", "by the agent " + call.agentSlug() + " of " + named));
            for (DispatchView dispatch : call.dispatches() == null ? List.<DispatchView>of() : call.dispatches()) {
                steps.addAll(receipt(client.dispatches().get(dispatch.id())));
            }
        } catch (StagedoorException refused) {
            steps.add(Step.skipped(
                    RECEIPT, String.valueOf(refused.getMessage()), "use a key with calls:read and dispatches:read"));
        }
        steps.add(end(client, joined));
        return steps;
    }

    private static List<Step> receipt(DispatchView dispatch) {
        List<ReceiptLine> lines = dispatch.receipt() == null ? List.of() : dispatch.receipt();
        return lines.stream()
                .map(line -> Step.ok(
                        RECEIPT,
                        "%s after %d ms%s"
                                .formatted(
                                        line.status(),
                                        Duration.between(dispatch.createdAt(), line.at())
                                                .toMillis(),
                                        line.identity() == null ? "" : ": " + line.identity())))
                .toList();
    }

    private Step end(StagedoorClient client, Simulation.Joined joined) {
        if (keep) {
            return kept(joined);
        }
        try {
            client.calls().end(joined.callId());
            return Step.ok(ENDED, joined.callId());
        } catch (StagedoorException refused) {
            return Step.skipped(ENDED, String.valueOf(refused.getMessage()), endIt(joined));
        }
    }

    private static Step kept(Simulation.Joined joined) {
        return Step.skipped(ENDED, "the call goes on, as --keep says", endIt(joined));
    }

    private List<Step> unseen(Simulation.Joined joined) {
        return List.of(
                Step.skipped(RECEIPT, "there is no API key", null),
                keep ? kept(joined) : Step.skipped(ENDED, "there is no API key, so the call goes on", endIt(joined)));
    }

    private static String endIt(Simulation.Joined joined) {
        return "stagedoor calls end " + joined.callId() + ", with a key that has calls:write";
    }
}
