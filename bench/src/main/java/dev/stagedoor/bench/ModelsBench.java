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
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.client.http.WireJson;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * Calls of one scripted Messages API, which answers at once: directly, passed on by a lease, and by the agents of a run. What
 * Stagedoor adds is the difference.
 */
final class ModelsBench {
    private static final String TOKEN = "stagedoor-sandbox-token-of-the-benchmark";
    private static final String MODEL = "claude-haiku-4-5";
    private static final String AGENT = "demo";
    private static final int BLOCK = 64;
    private static final int STEPS = 20;
    private static final Duration TO_WARM_UP = Duration.ofSeconds(20);
    private static final String BODY = "{\"model\":\"" + MODEL
            + "\",\"max_tokens\":100,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]}";
    private static final List<String> SCOPES = List.of("models:lease", "runs:write", "runs:read");

    private static final SequentialRequest RUN = new SequentialRequest(
            "Say hello.",
            null,
            List.of(new RunAgent("Greeter", "You are friendly.", null, null, null, MODEL, 100, null)),
            Collections.nCopies(STEPS, "Greeter"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    private final HttpClient http;
    private final HttpRequest direct;
    private final HttpRequest leased;
    private final HttpRequest run;

    private ModelsBench(HttpClient http, HttpRequest direct, HttpRequest leased, HttpRequest run) {
        this.http = http;
        this.direct = direct;
        this.leased = leased;
        this.run = run;
    }

    /** Runs it and prints two tables. */
    static void run(Settings settings, DurablePostgres postgres) {
        Stagedoor installed = Stagedoor.install(settings.home(), settings.folder(), "models", postgres);
        try (SandboxClaude claude = SandboxClaude.start(0, ClaudeSettings.realTime(), TOKEN);
                StagedoorServer server = installed.serve();
                HttpClient http = HttpClient.newHttpClient()) {
            Customer acme = server.customers(1).getFirst();
            StagedoorClient operator = server.operatorOf(acme);
            operator.agents()
                    .put(AGENT, new AgentDefinition(null, "Demo", AGENT, null, MODEL, null, null, true, null, null));
            String profile = operator.profiles()
                    .create(new NewProfile("Sandbox", null, new ClaudeGateway("" + claude.url(), TOKEN)))
                    .id();
            operator.profiles().select(profile, null);
            String key = operator.keys()
                    .create(new NewApiKey(null, "models", SCOPES, null, null, null, null))
                    .key();
            URI root = URI.create("http://127.0.0.1:" + server.port() + "/api/v1/");
            new ModelsBench(
                            http,
                            message(claude.url().resolve("/v1/messages"), TOKEN),
                            message(root.resolve("anthropic/v1/messages"), lease(http, root, key)),
                            ours(root.resolve("orchestration/sequential"), key, json()))
                    .measure(settings);
        }
    }

    private static String json() {
        try {
            return WireJson.mapper().writeValueAsString(RUN);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest message(URI uri, String key) {
        return HttpRequest.newBuilder(uri)
                .header("x-api-key", key)
                .header("anthropic-version", "2023-06-01")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(BODY))
                .build();
    }

    private static HttpRequest ours(URI uri, String key, String body) {
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static String lease(HttpClient http, URI root, String key) {
        HttpRequest request = ours(root.resolve("agents/" + AGENT + "/model-lease"), key, "{\"ttl\":3600}");
        return text(sent(http, request)).replaceFirst("(?s).*\"lease\":\"([^\"]+)\".*", "$1");
    }

    private void measure(Settings settings) {
        List<Repeated> calls = List.of(
                new Repeated("first token, directly", () -> firstToken(direct), () -> {}),
                new Repeated("first token, passed on", () -> firstToken(leased), () -> {}),
                new Repeated("whole answer, directly", () -> whole(direct), () -> {}),
                new Repeated("whole answer, passed on", () -> whole(leased), () -> {}));
        List<Repeated> runs = List.of(
                new Repeated(STEPS + " calls, directly", this::directly, () -> {}),
                new Repeated("a run of " + STEPS + " calls", this::run, () -> {}));
        Settings.say("models: warming up");
        long warm = System.nanoTime() + TO_WARM_UP.toNanos();
        while (System.nanoTime() < warm) {
            calls.forEach(each -> each.block(BLOCK, 8));
            runs.forEach(each -> each.block(8, 2));
        }
        report(settings, "call", calls, BLOCK, new int[] {1, 8, 32});
        report(settings, "run", runs, 16, new int[] {1, 8});
    }

    private static void report(Settings settings, String what, List<Repeated> all, int block, int[] parallel) {
        MarkdownTable table = new MarkdownTable(what, "parallel", "p50 ms", "p95 ms", "p99 ms", "samples");
        for (int atATime : parallel) {
            Settings.say("models: " + atATime + " parallel " + what + "s");
            all.forEach(Repeated::forget);
            for (int round = 0; round < settings.rounds(); round++) {
                all.forEach(each -> each.block(block, atATime));
            }
            all.forEach(each -> each.report(atATime, table));
        }
        System.out.println(table);
    }

    /** Timed until the answer's first byte; the rest is read afterwards. */
    private Runnable firstToken(HttpRequest request) {
        InputStream body = sent(http, request);
        try {
            body.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return () -> text(body);
    }

    private Runnable whole(HttpRequest request) {
        text(sent(http, request));
        return () -> {};
    }

    private Runnable directly() {
        for (int step = 0; step < STEPS; step++) {
            text(sent(http, direct));
        }
        return () -> {};
    }

    private Runnable run() {
        if (!text(sent(http, run)).contains("\"status\":\"completed\"")) {
            throw new IllegalStateException("the run did not complete");
        }
        return () -> {};
    }

    private static InputStream sent(HttpClient http, HttpRequest request) {
        try {
            HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(request.uri() + ": " + answer.statusCode() + " " + text(answer.body()));
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(InputStream body) {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
