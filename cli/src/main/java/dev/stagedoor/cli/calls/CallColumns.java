// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.calls;

import dev.stagedoor.api.calls.CallView;
import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.cli.console.Columns;
import java.util.List;

/** The columns of calls. */
final class CallColumns {
    static final Columns<CallView> ROW = new Columns<CallView>()
            .add("id", CallView::id)
            .add("status", CallView::status)
            .add("agent", CallView::agentSlug)
            .add("user", CallView::userId)
            .add("room", CallView::roomName)
            .add("created", CallView::createdAt)
            .add("reason", CallView::endReason);

    static final Columns<CallView> WHOLE = new Columns<CallView>()
            .add("id", CallView::id)
            .add("status", CallView::status)
            .add("agent", CallView::agentSlug)
            .add("mode", CallView::mode)
            .add("user", CallView::userId)
            .add("room", CallView::roomName)
            .add("session", CallView::sessionId)
            .add("conversation", CallView::conversationId)
            .add("credential version", CallView::credentialVersion)
            .add("created", CallView::createdAt)
            .add("ended", CallView::endedAt)
            .add("reason", CallView::endReason)
            .add("dispatches", CallColumns::dispatches);

    static final Columns<TriggerAnswer> TRIGGERED = new Columns<TriggerAnswer>()
            .add("call", TriggerAnswer::callId)
            .add("room", TriggerAnswer::roomName)
            .add("dispatch", call -> call.dispatch().id())
            .add("status", call -> call.dispatch().status())
            .add("reason", call -> call.dispatch().reason())
            .add("attempts", call -> call.dispatch().attempts())
            .add("agent name", call -> call.dispatch().agentName())
            .add("agent identity", call -> call.dispatch().agentIdentity())
            .add("server", TriggerAnswer::serverUrl)
            .add("expires", TriggerAnswer::expiresAt)
            .add("token", TriggerAnswer::participantToken);

    private CallColumns() {}

    private static List<String> dispatches(CallView call) {
        List<DispatchView> dispatches = call.dispatches() == null ? List.of() : call.dispatches();
        return dispatches.stream()
                .map(dispatch -> dispatch.id() + " " + dispatch.status())
                .toList();
    }
}
