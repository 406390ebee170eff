// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import static dev.stagedoor.app.TestTenant.done;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.claude.ClaudeConfig;
import dev.stagedoor.json.StoredJson;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A tenant with Claude profiles on the sandbox's Messages API, and the requests it makes. */
final class RunScene implements AutoCloseable {
    static final String RUNS = "/api/v1/runs";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final TestTenant tenant;
    private final SandboxClaude claude;
    private final String key;

    /** One server-sent event. */
    record Event(String id, String name, JsonNode data) {
        String at(String field) {
            return data.path(field).asText();
        }
    }

    RunScene(TestServer server, SandboxClaude claude, String slug) {
        this.tenant = new TestTenant(server, slug);
        this.claude = claude;
        this.key = tenant.key(Arrays.stream(Scope.values())
                .filter(scope -> scope != Scope.TENANTS_WRITE)
                .toList());
    }

    /** A server whose provider is that sandbox; calls are not repeated. */
    static TestServer server(SandboxClaude claude) {
        return TestServer.configured(usual -> TestConfig.with(usual, calling(claude, 0)));
    }

    static ClaudeConfig calling(SandboxClaude claude, int retries) {
        return new ClaudeConfig(
                claude.url().toString(),
                "claude-haiku-4-5",
                true,
                ClaudeConfig.usual().connectTimeout(),
                Duration.ofSeconds(20),
                retries);
    }

    /** The API key of the profile with that name. */
    String apiKey(String profile) {
        return "sk-ant-api03-" + tenant.slug() + "-" + profile + "-0123456789";
    }

    /** A profile with that name, which the provider accepts. */
    String profile(String name) {
        claude.accept(apiKey(name));
        return done(tenant.backend()
                        .post(
                                "/api/v1/profiles",
                                "{\"profile_name\":\"" + name + "\",\"api_key\":\"" + apiKey(name) + "\"}"))
                .at("/id");
    }

    void select(String profile) {
        done(tenant.backend().post("/api/v1/profiles/" + profile + "/select", "{}"));
    }

    /** The tenant has selected a profile. */
    RunScene ready() {
        select(profile("team"));
        return this;
    }

    /** Its backend at another node. */
    Caller at(URI node) {
        return new Caller(node, dev.stagedoor.kernel.Secret.of(key));
    }

    Answer run(String pattern, String body) {
        return tenant.backend().post("/api/orchestration/" + pattern, body);
    }

    Answer get(String run) {
        return done(tenant.backend().get(RUNS + "/" + run));
    }

    /** Starts a run, and reads its events until the stream ends. */
    List<Event> stream(String pattern, String body) {
        try (Reader reader = open(pattern, body)) {
            return reader.rest();
        }
    }

    /** Starts a run, and reads its events one by one. */
    Reader open(String pattern, String body) {
        return reader(request("/api/orchestration/" + pattern + "/stream")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    /** The events of a run from the one after that. */
    Reader follow(URI node, String run, String lastEventId) {
        return reader(HttpRequest.newBuilder(node.resolve(RUNS + "/" + run + "/events"))
                .header("Authorization", "Bearer " + key)
                .header("Last-Event-ID", lastEventId));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(tenant.backend().base().resolve(path)).header("Authorization", "Bearer " + key);
    }

    private static Reader reader(HttpRequest.Builder request) {
        try {
            return new Reader(HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofLines())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Someone who reads a stream, and leaves when closed. */
    static final class Reader implements AutoCloseable {
        private final Stream<String> body;
        private final Iterator<String> lines;

        private Reader(Stream<String> body) {
            this.body = body;
            this.lines = body.iterator();
        }

        boolean hasNext() {
            return lines.hasNext();
        }

        /** The next event. */
        Event next() {
            String id = "";
            String name = "";
            while (true) {
                String line = lines.next();
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    return new Event(id, name, StoredJson.read(line.substring(6), JsonNode.class));
                }
            }
        }

        /** The next event of that name. */
        Event next(String name) {
            Event event = next();
            while (!event.name().equals(name)) {
                event = next();
            }
            return event;
        }

        /** All events to the end. */
        List<Event> rest() {
            List<String> texts = new ArrayList<>();
            lines.forEachRemaining(texts::add);
            List<Event> events = new ArrayList<>();
            Reader all = new Reader(texts.stream());
            long wanted =
                    texts.stream().filter(line -> line.startsWith("data: ")).count();
            for (long i = 0; i < wanted; i++) {
                events.add(all.next());
            }
            return events;
        }

        @Override
        public void close() {
            body.close();
        }
    }

    /** The agent as the source's request writes it. */
    static String agent(String name, String prompt) {
        return "{\"name\":\"%s\",\"system_prompt\":\"%s\",\"role\":\"worker\"}".formatted(name, prompt);
    }

    static String agents(String... names) {
        return Arrays.stream(names)
                .map(name -> agent(name, "You are " + name))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** A sequence of agents, one after the other. */
    static String sequence(String... names) {
        return sequence("", names);
    }

    /** The same with more fields: {@code ,"resume":true}. */
    static String sequence(String more, String[] names) {
        String order = Arrays.stream(names).map(name -> '"' + name + '"').collect(Collectors.joining(",", "[", "]"));
        return "{\"task\":\"Say hello\",\"agents\":" + agents(names) + ",\"agent_sequence\":" + order + more + "}";
    }

    static String debate(int rounds, String more, String... names) {
        return "{\"topic\":\"Tabs or spaces\",\"rounds\":" + rounds + ",\"agents\":" + agents(names) + more + "}";
    }

    static String hierarchical(String... workers) {
        return "{\"task\":\"Write a report\",\"manager\":" + agent("Boss", "You are the boss") + ",\"workers\":"
                + agents(workers) + "}";
    }

    static String parallel(String more, String... names) {
        return "{\"task\":\"Review this\",\"agents\":" + agents(names) + more + "}";
    }

    static String routing(String... specialists) {
        return "{\"task\":\"My invoice is wrong\",\"router\":" + agent("Router", "You are the router")
                + ",\"specialists\":" + agents(specialists) + "}";
    }

    /** The value of that series of metrics. */
    static double metric(TestServer server, String series) {
        HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/metrics"))
                .header("Authorization", "Bearer " + server.operatorKey().revealText())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(series + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + series));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        tenant.close();
    }
}
