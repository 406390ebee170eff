// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dtmf;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.calls.Call;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.calls.Calls;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.api.LiveKitException.RpcFailed;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.tenants.Tenants;
import java.time.Duration;
import java.util.Map;

/** Presses keys in phone calls. */
final class Dtmf {
    /** What an agent registers. It answers at once, and presses the keys one after the other. */
    static final String METHOD = "stagedoor.dtmf";

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Foundation on;
    private final Calls calls;
    private final Projects projects;

    Dtmf(Foundation on, Calls calls, Projects projects) {
        this.on = on;
        this.calls = calls;
        this.projects = projects;
    }

    /**
     * Has the call's agent press keys; never asked twice.
     *
     * @return the agent's identity
     * @throws Problem {@code not_found}; {@code conflict} if nobody is on the phone, no agent is in the room, or the agent does
     *     not take keys; {@code provider_unavailable} if it is not known whether it does
     */
    String press(Principal by, TenantId tenant, CallId id, Digits digits) {
        Call call = calls.get(by, tenant, id);
        String agent = calls.agentIn(by, tenant, id).orElseThrow(() -> conflict("No agent is in the call's room."));
        Project project = projects.version(tenant, call.room().credentialVersion());
        String room = call.room().name();
        if (project.participants(room).stream().noneMatch(Participant::isOnThePhone)) {
            throw conflict("Nobody is on the phone in this call.");
        }
        on.ledger().changing(by, tenant, change -> record(by, change, id, digits));
        try {
            project.rpc(room, agent, METHOD, Json.text(Map.of("digits", digits.text())), PATIENCE);
        } catch (Problem failed) {
            throw failed.getCause() instanceof RpcFailed said ? why(said) : failed;
        }
        return agent;
    }

    private static void record(Principal by, ChangeTx change, CallId id, Digits digits) {
        Tenants.living(change.tx()).requireActive();
        String detail = Json.text(Map.of("keys", digits.count()));
        change.append(Draft.of(by, change.now(), "call.dtmf", id.value(), detail));
    }

    private static Problem why(RpcFailed said) {
        if (said.rpcCode() == RpcFailed.UNSUPPORTED_METHOD) {
            return conflict("The call's agent presses no keys: it has not registered the RPC method " + METHOD + ".");
        }
        return said.outcomeUnknown()
                ? Problem.of(
                        ErrorCode.PROVIDER_UNAVAILABLE,
                        "The call's agent did not say in time whether it presses the keys; it may have done so.")
                : conflict("The call's agent refused to press the keys.");
    }

    private static Problem conflict(String detail) {
        return Problem.of(ErrorCode.CONFLICT, detail);
    }
}
