// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.sip;

import dev.stagedoor.api.telephony.IncomingCall;
import java.util.Locale;

/** Where a call can stop, in the order in which the server looks. */
enum Stage {
    REACHABLE(""),
    SERVER("try again; the server's log says more about the request"),
    REQUEST("correct the field that is named"),
    SIGNATURE("sign the timestamp and the body with the whole secret, whsec_ included, and set this machine's clock;"
            + " stagedoor numbers show NUMBER says whether the number takes calls"),
    TENANT("an operator can resume the tenant: stagedoor tenants resume TENANT"),
    NUMBER("stagedoor numbers show NUMBER; a number that is pending waits for an operator who confirms it"),
    CALLER("stagedoor phone-settings show; stagedoor phone-settings set --unblock CALLER, or --allow CALLER"),
    LIMITS("wait, or raise the limit: stagedoor phone-settings set --calls-per-caller N, or the tenant's budget"),
    CALL("use another --call-id: each call is answered once, and always as it was reported first"),
    AGENT("is its worker running? stagedoor dispatches list says why nobody came; a slow agent needs a larger"
            + " stagedoor phone-settings set --answer-within");

    private final String remedy;

    Stage(String remedy) {
        this.remedy = remedy;
    }

    /** Where a call stopped that was answered with that status, and that error code. */
    static Stage of(int status, String code) {
        return switch (code) {
            case "malformed_request", "invalid_request" -> REQUEST;
            case "unauthenticated" -> SIGNATURE;
            case "tenant_suspended" -> TENANT;
            case "not_found" -> NUMBER;
            case "forbidden", "user_revoked", "participant_removed" -> CALLER;
            case "rate_limited", "budget_exhausted", "quota_exceeded", "concurrency_exhausted" -> LIMITS;
            case "conflict", "idempotency_conflict" -> CALL;
            case "agent_not_available", "not_permitted_by_policy" -> AGENT;
            default -> status < 500 ? REQUEST : SERVER;
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What to do about a call that stopped here. */
    String remedy(IncomingCall call) {
        return remedy.replace("NUMBER", call.to()).replace("CALLER", call.from());
    }
}
