// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.claude.ClaudeGateway;
import dev.stagedoor.api.claude.NewProfile;
import dev.stagedoor.api.orchestration.RunAgent;
import dev.stagedoor.api.orchestration.SequentialRequest;
import dev.stagedoor.bench.load.Customer;
import dev.stagedoor.bench.load.MessageRequest;
import dev.stagedoor.bench.servers.StagedoorServer;
import dev.stagedoor.client.Runs;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.client.http.WireJson;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tenant with an agent, and a selected profile whose gateway is the scripted API.
 *
 * @param operator an operator's client in the tenant
 * @param key      runs agents and gets leases
 * @param root     of Stagedoor's API
 */
record ModelTenant(StagedoorClient operator, String key, URI root) {
    private static final String AGENT = "demo";
    private static final String NAME = "Greeter";
    private static final Runs.Filter COMPLETED = new Runs.Filter("completed", null, null, null, null);
    private static final List<String> SCOPES = List.of("models:lease", "runs:write", "runs:read");

    /** One key of the scripted API for each of so many tenants. */
    static List<String> providerKeys(int tenants) {
        return IntStream.range(0, tenants)
                .mapToObj(i -> "stagedoor-sandbox-token-of-the-benchmark-" + i)
                .toList();
    }

    /** A new tenant for each of these keys of the scripted API. */
    static List<ModelTenant> create(StagedoorServer server, URI provider, List<String> providerKeys) {
        List<Customer> customers = server.customers(providerKeys.size());
        List<ModelTenant> made = new ArrayList<>();
        for (int i = 0; i < customers.size(); i++) {
            made.add(create(server, customers.get(i), new ClaudeGateway(provider.toString(), providerKeys.get(i))));
        }
        return made;
    }

    private static ModelTenant create(StagedoorServer server, Customer customer, ClaudeGateway gateway) {
        StagedoorClient operator = server.operatorOf(customer);
        operator.agents()
                .put(
                        AGENT,
                        new AgentDefinition(
                                null, "Demo", AGENT, null, MessageRequest.MODEL, null, null, true, null, null));
        String profile = operator.profiles()
                .create(new NewProfile("Scripted", null, gateway))
                .id();
        operator.profiles().select(profile, null);
        String key = operator.keys()
                .create(new NewApiKey(null, "models", SCOPES, null, null, null, null))
                .key();
        return new ModelTenant(operator, key, URI.create("http://127.0.0.1:" + server.port() + "/api/v1/"));
    }

    /** A lease for an hour. */
    String lease(PlainCalls http) {
        HttpRequest request = PlainCalls.ours(root.resolve("agents/" + AGENT + "/model-lease"), key, "{\"ttl\":3600}");
        return http.text(request).replaceFirst("(?s).*\"lease\":\"([^\"]+)\".*", "$1");
    }

    /** A run of so many calls, one after the other, answered at its end. */
    HttpRequest run(int calls) {
        return PlainCalls.ours(root.resolve("orchestration/sequential"), key, json(calls));
    }

    /** The same, answered by its events. */
    HttpRequest streamedRun(int calls) {
        return PlainCalls.ours(root.resolve("orchestration/sequential/stream"), key, json(calls));
    }

    private static String json(int calls) {
        RunAgent agent = new RunAgent(
                NAME, "You are friendly.", null, null, null, MessageRequest.MODEL, MessageRequest.MOST_TOKENS, null);
        SequentialRequest request = new SequentialRequest(
                MessageRequest.SAID,
                null,
                List.of(agent),
                Collections.nCopies(calls, NAME),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        try {
            return WireJson.mapper().writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many of its runs have completed, as they are stored. */
    long completed() {
        return operator.runs().all(COMPLETED).count();
    }

    @Override
    public String toString() {
        return "a tenant of " + root;
    }
}
