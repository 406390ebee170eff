// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A tenant whose agent {@code demo} has workers. */
final class Launching implements AutoCloseable {
    static final String POOL = "/api/v1/agents/demo/workers";

    private final TestServer server;
    private final TestTenant tenant;

    Launching(TestServer server, String slug) {
        this.server = server;
        this.tenant = new TestTenant(server, slug).withAgent("demo", "{}");
    }

    TestTenant tenant() {
        return tenant;
    }

    Caller backend() {
        return tenant.backend();
    }

    /** Wants workers by that command; {@code more} is the rest of a JSON object. */
    Answer put(String command, String more) {
        return backend().put(POOL, "{\"runtime\":\"process\",\"command\":\"%s\"%s}".formatted(command, more));
    }

    /** Runs one, and waits until it is ready; returns its id. */
    String ready(String command) {
        return ready(command, "");
    }

    String ready(String command, String more) {
        done(put(command, more));
        untilReady(1);
        return workers("ready").getFirst().path("id").asText();
    }

    void untilReady(int many) {
        until(
                many + " ready",
                () -> pool().at("/ready").equals(Integer.toString(many))
                        && workers("starting").isEmpty());
    }

    Answer pool() {
        return backend().get(POOL);
    }

    /** Those in that state, newest first. */
    List<JsonNode> workers(String state) {
        List<JsonNode> all = new ArrayList<>();
        done(backend().get("/api/v1/workers?limit=200&state=" + state))
                .json()
                .path("items")
                .forEach(all::add);
        return all;
    }

    JsonNode worker(String id) {
        return done(backend().get("/api/v1/workers/" + id)).json();
    }

    void untilState(String id, String state) {
        until(id + " is " + state, () -> worker(id).path("state").asText().equals(state));
    }

    /** What a worker wrote, as far as it is kept. */
    List<String> log(String id) {
        List<String> lines = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = done(backend().get("/api/v1/workers/" + id + "/logs?limit=200" + after))
                    .json();
            page.path("items").forEach(line -> lines.add(line.path("line").asText()));
            after = page.has("next") ? "&after=" + page.path("next").asText() : "";
        } while (!after.isEmpty());
        return lines;
    }

    /** Puts a secret into its vault. */
    Answer secret(String name, String value) {
        return backend().put("/api/v1/credentials/secret/" + name, TestServer.json(Map.of("secret", value)));
    }

    static String ids(List<JsonNode> workers) {
        return StreamSupport.stream(workers.spliterator(), false)
                .map(worker -> worker.path("id").asText())
                .collect(Collectors.joining(","));
    }

    /** The tenant is deleted, and its workers end. */
    @Override
    public void close() {
        server.operator().delete(tenant.path(""));
        tenant.close();
    }
}
