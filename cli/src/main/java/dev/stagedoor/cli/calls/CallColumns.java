// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.calls;

import dev.stagedoor.api.calls.CallCost;
import dev.stagedoor.api.calls.CallPrice;
import dev.stagedoor.api.calls.CallView;
import dev.stagedoor.api.calls.CostLeg;
import dev.stagedoor.api.calls.PhoneView;
import dev.stagedoor.api.calls.TimelineStep;
import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.api.telephony.DtmfView;
import dev.stagedoor.api.telephony.TransferView;
import dev.stagedoor.cli.console.Columns;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The columns of calls. */
final class CallColumns {
    static final Columns<CallView> ROW = new Columns<CallView>()
            .add("id", CallView::id)
            .add("status", CallView::status)
            .add("agent", CallView::agentSlug)
            .add("user", CallView::userId)
            .add("room", CallView::roomName)
            .add("created", CallView::createdAt)
            .add("reason", CallView::endReason)
            .add("cost", cost(CallColumns::amount));

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
            .add("phone", phone(PhoneView::direction))
            .add("from", phone(PhoneView::from))
            .add("to", phone(PhoneView::to))
            .add("phone state", phone(PhoneView::state))
            .add("sip status", phone(PhoneView::sipStatus))
            .add("answered", phone(PhoneView::answeredAt))
            .add("cost", cost(CallColumns::amount))
            .add("billed", cost(CallColumns::billed))
            .add("price", cost(CallColumns::prices))
            .add("participants", CallColumns::participants)
            .add("dispatches", CallColumns::dispatches);

    static final Columns<TimelineStep> TIMELINE = new Columns<TimelineStep>()
            .add("at", TimelineStep::at)
            .add("after", step -> after(step.afterMs()))
            .add("what", TimelineStep::what)
            .add("who", TimelineStep::who)
            .add("detail", CallColumns::detail)
            .add("request", TimelineStep::requestId);

    static final Columns<TransferView> TRANSFER = new Columns<TransferView>()
            .add("call", TransferView::callId)
            .add("to", TransferView::to)
            .add("state", CallColumns::state)
            .add("sip status", TransferView::sipStatus)
            .add("created", TransferView::createdAt);

    static final Columns<DtmfView> KEYS = new Columns<DtmfView>()
            .add("call", DtmfView::callId)
            .add("agent", DtmfView::agent)
            .add("keys", DtmfView::digits);

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

    private static String state(TransferView transfer) {
        return switch (transfer.state()) {
            case REQUESTED -> "requested: the carrier is being asked";
            case COMPLETED -> "completed";
            case FAILED -> "failed: the call goes on";
            case UNKNOWN -> "unknown: the carrier has not said, and is not asked again";
        };
    }

    /** A field of the phone's side, which most calls do not have. */
    private static Function<CallView, @Nullable Object> phone(Function<PhoneView, @Nullable Object> field) {
        return call -> call.phone() == null ? null : field.apply(call.phone());
    }

    /** A field of what it cost, which calls without a price do not have. */
    private static Function<CallView, @Nullable Object> cost(Function<CallCost, @Nullable Object> field) {
        return phone(phone -> phone.cost() == null ? null : field.apply(phone.cost()));
    }

    /** What it cost, or may. */
    private static String amount(CallCost cost) {
        String held = cost.held() == 0 ? "" : ", and at most " + cost.held() + " more";
        return cost.amount() + " " + cost.currency() + (cost.settled() ? "" : " so far") + held;
    }

    private static @Nullable String billed(CallCost cost) {
        return cost.settled() ? cost.billedSeconds() + " s" : null;
    }

    private static List<String> prices(CallCost cost) {
        return cost.legs().stream().map(CallColumns::price).toList();
    }

    private static String price(CostLeg leg) {
        CallPrice price = leg.price();
        String fee = price.connectionFee() == null || price.connectionFee() == 0 ? "" : " and " + price.connectionFee();
        return leg.kind().name().toLowerCase(Locale.ROOT) + " " + price.prefix() + "… " + price.perMinute()
                + " a minute" + fee + ", " + price.minimumSeconds() + "/" + price.stepSeconds();
    }

    private static String after(long millis) {
        return String.format(Locale.ROOT, "%+.3f s", millis / 1_000.0);
    }

    private static String detail(TimelineStep step) {
        return step.detail().entrySet().stream()
                .map(one -> one.getKey() + '=' + one.getValue())
                .collect(Collectors.joining(" "));
    }

    private static List<String> participants(CallView call) {
        return call.participants().stream()
                .map(one -> one.identity() + (one.leftAt() == null ? " is there" : " left at " + one.leftAt()))
                .toList();
    }

    private static List<String> dispatches(CallView call) {
        List<DispatchView> dispatches = call.dispatches() == null ? List.of() : call.dispatches();
        return dispatches.stream()
                .map(dispatch -> dispatch.id() + " " + dispatch.status())
                .toList();
    }
}
