// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a dispatch: a JSON object, to which the dispatch adds its id and attempt. {@code docs/guides/agents.md}
 * promises it to the authors of agents.
 */
public final class AgentMetadata {
    /** Raised only by a change that an agent must know of: a field that goes, or means something else. */
    private static final int VERSION = 1;

    /** LiveKit's limit, minus what the dispatch adds: the identity of the agent that is replaced may have 256 bytes. */
    private static final int LONGEST = 65_536 - 1_024;

    private AgentMetadata() {}

    static String of(CallId call, String tenantSlug, Agent agent, StartCall asked) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("version", VERSION);
        told.put("call_id", call.value());
        told.put("tenant", tenantSlug);
        told.put("mode", asked.mode().name().toLowerCase(Locale.ROOT));
        told.put("user_id", asked.user().id());
        put(told, "session_id", asked.user().sessionId());
        put(told, "conversation_id", asked.user().conversationId());
        put(told, "context", asked.brief().context());
        put(told, "message", asked.brief().message());
        putAgent(told, tenantSlug, agent);
        return bounded("context", told);
    }

    /**
     * For calls that LiveKit starts by itself: the same for each of them, so without ids.
     *
     * @throws Problem {@code invalid_request} if it is too long
     */
    public static String ofRule(String tenantSlug, Agent agent, Map<String, Object> context) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("version", VERSION);
        told.put("tenant", tenantSlug);
        told.put("mode", Call.Mode.VOICE.name().toLowerCase(Locale.ROOT));
        told.put("context", new TreeMap<>(context));
        putAgent(told, tenantSlug, agent);
        return bounded("agent", told);
    }

    /** What becomes of a call whose agent vanishes. */
    static DispatchSpec.WhenLost whenLost(Agent agent) {
        Agent.Replaced replaced = agent.limits().replaced();
        return new DispatchSpec.WhenLost(replaced.onFailure(), replaced.onUnclear());
    }

    private static void putAgent(Map<String, Object> told, String tenantSlug, Agent agent) {
        told.put("agent", definition(agent));
        if (agent.persona().modelLease()) {
            // Where its worker gets a lease, by the token of its job; never a lease (S2).
            told.put("model_lease", Map.of("path", "/api/v1/tenants/" + tenantSlug + "/model-leases/redeem"));
        }
    }

    private static Map<String, Object> definition(Agent agent) {
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("slug", agent.slug());
        definition.put("name", agent.name());
        put(definition, "system_prompt", agent.persona().systemPrompt());
        put(definition, "model", agent.persona().model());
        put(definition, "voice", agent.persona().voice());
        if (!agent.persona().tools().isEmpty()) {
            definition.put("tools", agent.persona().tools());
        }
        return definition;
    }

    private static void put(Map<String, Object> told, String field, @Nullable Object value) {
        if (value != null) {
            told.put(field, value);
        }
    }

    private static String bounded(String field, Map<String, Object> told) {
        String json = Json.text(told);
        if (json.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw Problem.invalid(field, "makes the agent's metadata longer than " + LONGEST + " bytes");
        }
        return json;
    }
}
