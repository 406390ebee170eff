// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.nodes;

import static dev.stagedoor.app.TestTenant.claims;
import static dev.stagedoor.app.TestTenant.done;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.e2e.livekit.RealTenant;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.livekit.RealServer;
import java.net.URI;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Something that can be revoked on one node while another is asked for it.
 *
 * @param what     a description
 * @param takeBack on the first node
 * @param giveBack on the first node
 * @param ask      on the other
 * @param granted  whether its answer is based on the old state
 * @param refused  whether its answer is based on the new state
 */
record Withdrawal(
        String what,
        Runnable takeBack,
        Runnable giveBack,
        Supplier<Answer> ask,
        Predicate<Answer> granted,
        Predicate<Answer> refused) {
    private static final String TOKENS = "/api/v1/tokens";

    /** All of them, for the tenant acme with the agent demo, which has a second LiveKit server to move to. */
    static List<Withdrawal> of(Caller operator, RealTenant acme, RealServer second, URI other) {
        return List.of(
                suspension(operator, acme, other),
                key(operator, acme, other),
                policy(operator, acme, other),
                user(operator, acme, other),
                agent(operator, acme, other),
                credential(operator, acme, second, other));
    }

    private static Withdrawal suspension(Caller operator, RealTenant acme, URI other) {
        return new Withdrawal(
                "the tenant is suspended",
                () -> done(operator.post("/api/v1/tenants/acme/suspend")),
                () -> done(operator.post("/api/v1/tenants/acme/resume")),
                () -> acme.at(other).post(TOKENS, "{}"),
                Withdrawal::given,
                answer -> says(answer, 403, "tenant_suspended"));
    }

    private static Withdrawal key(Caller operator, RealTenant acme, URI other) {
        Deque<Answer> keys = new ConcurrentLinkedDeque<>(List.of(acme.makeKey()));
        return new Withdrawal(
                "the API key is revoked",
                () -> done(operator.delete(
                        "/api/v1/tenants/acme/api-keys/" + keys.getLast().at("/api_key/id"))),
                () -> keys.add(acme.makeKey()),
                () -> new Caller(other, Secret.of(keys.getLast().at("/key"))).post(TOKENS, "{}"),
                Withdrawal::given,
                answer -> says(answer, 401, "unauthenticated"));
    }

    private static Withdrawal policy(Caller operator, RealTenant acme, URI other) {
        return new Withdrawal(
                "the policy is cut",
                () -> done(operator.patch("/api/v1/tenants/acme", "{\"policy\":{\"max_ttl\":600}}")),
                () -> done(operator.patch("/api/v1/tenants/acme", "{\"policy\":{\"max_ttl\":86400}}")),
                () -> acme.at(other).post(TOKENS, "{\"ttl\":601}"),
                Withdrawal::given,
                answer -> answer.status() == 422 && names(answer, "ttl"));
    }

    private static Withdrawal user(Caller operator, RealTenant acme, URI other) {
        return new Withdrawal(
                "the user is revoked",
                () -> done(operator.post("/api/v1/tenants/acme/users/alice/revoke")),
                () -> done(operator.post("/api/v1/tenants/acme/users/alice/reinstate")),
                () -> acme.at(other).post(TOKENS, "{\"participant_identity\":\"alice\"}"),
                Withdrawal::given,
                answer -> says(answer, 403, "user_revoked"));
    }

    /** The room's name is only the prefix: who is told so has passed the agent check, and nothing is sent. */
    private static Withdrawal agent(Caller operator, RealTenant acme, URI other) {
        String agent = "{\"name\":\"An agent\",\"agent_name\":\"demo-agent\",\"enabled\":%s}";
        String trigger = "{\"agent_slug\":\"demo\",\"user_id\":\"bob\",\"room_name\":\"acme.\"}";
        return new Withdrawal(
                "the agent is disabled",
                () -> done(operator.put("/api/v1/tenants/acme/agents/demo", agent.formatted(false))),
                () -> done(operator.put("/api/v1/tenants/acme/agents/demo", agent.formatted(true))),
                () -> acme.at(other).post("/api/v1/trigger", trigger),
                answer -> names(answer, "room_name"),
                answer -> names(answer, "agent_slug"));
    }

    /** Here "granted" means a token for the server that the tenant has left. */
    private static Withdrawal credential(Caller operator, RealTenant acme, RealServer second, URI other) {
        String path = "/api/v1/tenants/acme/credentials/livekit";
        return new Withdrawal(
                "another credential counts",
                () -> done(operator.put(path, RealTenant.credential(second))),
                () -> done(operator.put(path, RealTenant.credential(acme.livekit()))),
                () -> acme.at(other).post(TOKENS, "{}"),
                answer -> isFor(answer, acme.livekit()),
                answer -> isFor(answer, second));
    }

    private static boolean given(Answer answer) {
        return answer.status() == 201;
    }

    private static boolean says(Answer answer, int status, String code) {
        return answer.status() == status && answer.code().equals(code);
    }

    private static boolean names(Answer answer, String field) {
        return answer.at("/errors/0/field").equals(field);
    }

    private static boolean isFor(Answer answer, RealServer livekit) {
        return given(answer)
                && answer.at("/server_url").endsWith(":" + livekit.port())
                && claims(answer.at("/participant_token")).path("iss").asText().equals(livekit.key());
    }

    @Override
    public String toString() {
        return what;
    }
}
