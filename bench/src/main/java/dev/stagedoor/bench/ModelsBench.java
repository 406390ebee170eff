// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import dev.stagedoor.bench.report.Goals;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.servers.Contender;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.LiteLlmPeer;
import dev.stagedoor.bench.servers.Measured;
import dev.stagedoor.bench.servers.MessageServer;
import dev.stagedoor.bench.servers.ScriptedApi;
import dev.stagedoor.bench.servers.Stagedoor;
import dev.stagedoor.bench.servers.StagedoorServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Calls of one scripted Messages API: directly, passed on by a lease and by a LiteLLM proxy, and by the agents of runs. It
 * runs in a process of its own, as do the servers in front of it.
 */
final class ModelsBench {
    /** Of each answer; about a sentence. */
    private static final int TOKENS = 10;

    private static final List<Integer> CONNECTIONS = List.of(1, 16, 64);

    private ModelsBench() {}

    /** Runs it and prints tables, the last one beside the goals. */
    static void run(Settings settings, DurablePostgres postgres) {
        Goals goals = new Goals();
        fast(settings, postgres, goals);
        ManyRuns.run(settings, postgres, goals);
        System.out.println(goals);
    }

    /** Whatever needs answers at once. */
    private static void fast(Settings settings, DurablePostgres postgres, Goals goals) {
        Stagedoor installed = Stagedoor.install(settings.home(), settings.folder(), "models", postgres);
        List<String> keys = ModelTenant.providerKeys(1);
        String key = keys.getFirst();
        try (ScriptedApi api = ScriptedApi.start(keys, TOKENS, Duration.ZERO);
                StagedoorServer server = installed.serve();
                PlainCalls http = new PlainCalls()) {
            ModelTenant tenant = ModelTenant.create(server, api.url(), keys).getFirst();
            MessageServer direct = MessageServer.of(api, key);
            MessageServer ours = MessageServer.of(server, tenant.lease(http));
            List<LiteLlmPeer> peers = peers(settings, api, key);
            AnthropicClient vendor = AnthropicOkHttpClient.builder()
                    .baseUrl(api.url().toString())
                    .apiKey(key)
                    .build();
            try {
                List<MessageServer> theirs =
                        peers.stream().map(MessageServer::of).toList();
                List<MessageServer> all =
                        Stream.concat(Stream.of(direct, ours), theirs.stream()).toList();
                List.of(direct, ours).forEach(each -> WarmUp.of(each, postgres));
                new ModelCalls(http, vendor, tenant, settings).measure(all, goals);
                peaks(settings, postgres, all, goals);
            } finally {
                vendor.close();
                peers.forEach(LiteLlmPeer::close);
            }
        }
    }

    private static List<LiteLlmPeer> peers(Settings settings, ScriptedApi api, String key) {
        if (!LiteLlmPeer.isInstalled(settings.home())) {
            Settings.say("models: LiteLLM is not installed, so its figures are missing");
            return List.of();
        }
        List<LiteLlmPeer> peers = new ArrayList<>();
        for (int workers : new int[] {1, 2}) {
            Settings.say("models: starting LiteLLM with " + workers + " worker(s)");
            peers.add(LiteLlmPeer.start(settings.home(), api, key, workers));
        }
        return peers;
    }

    /** Prints throughput; of the servers, the second one is ours. */
    private static void peaks(Settings settings, DurablePostgres postgres, List<MessageServer> servers, Goals goals) {
        Contender ours = servers.get(1);
        List<MessageServer> others = new ArrayList<>(servers);
        others.remove(1);
        servers.stream().filter(server -> !server.mayFail()).forEach(server -> WarmUp.of(server, postgres));
        Peaks peaks = new Peaks(ours, others, CONNECTIONS);
        peaks.measure(settings, postgres, "models");
        System.out.println(peaks.table("streamed messages"));
        System.out.println(peaks.ratios());
        System.out.println(peaks.perCore());
        Peaks.Point most = peaks.at(CONNECTIONS.getLast()).getFirst();
        goals.atLeast("calls passed on per second and core", 3_000, most.perCore(), "")
                .atMost("CPU of a call that is passed on, with PostgreSQL", 333, most.median(Measured::cpu), " µs");
    }
}
