// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.app.TestTenant.done;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.claude.ClaudeConfig;
import dev.stagedoor.json.Json;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tenant with an agent that repeats, its app users' pages, and their requests. */
final class RealtimeScene implements AutoCloseable {
    static final String ECHO = "{\"name\":\"Parrot\",\"agent_name\":\"parrot\",\"model\":\"stagedoor/echo\"}";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final TestTenant tenant;
    private final TestServer server;
    private final List<Page> pages = new CopyOnWriteArrayList<>();

    RealtimeScene(TestServer server, String slug) {
        this(server, slug, Clock.systemUTC());
    }

    RealtimeScene(TestServer server, String slug, Clock clock) {
        this.server = server;
        this.tenant = new TestTenant(server, slug, clock);
        done(tenant.backend().put("/api/v1/agents/parrot", ECHO));
    }

    /** A server whose agents answer by that Claude, which is asked once for each answer. */
    static TestServer answeredBy(SandboxClaude claude) {
        return TestServer.configured(usual -> TestConfig.with(
                usual,
                new ClaudeConfig(
                        claude.url().toString(),
                        "claude-haiku-4-5",
                        true,
                        ClaudeConfig.usual().connectTimeout(),
                        Duration.ofSeconds(20),
                        0)));
    }

    /** The tenant's agents answer by that key of Claude's. */
    static void answers(TestTenant tenant, SandboxClaude claude, String key) {
        claude.accept(key);
        String profile = done(tenant.backend()
                        .post("/api/v1/profiles", "{\"profile_name\":\"team\",\"api_key\":\"" + key + "\"}"))
                .at("/id");
        done(tenant.backend().post("/api/v1/profiles/" + profile + "/select", "{}"));
    }

    /** A new session. */
    Answer session(String user) {
        return done(tenant.backend().post("/api/v1/sessions", "{\"user_id\":\"" + user + "\"}"));
    }

    /** A new session's token for agents. */
    String token(String user) {
        return session(user).at("/agent_c/agent_c_token");
    }

    /** A page of that token; {@code query} is names and values in turn. */
    Page open(String token, String... query) {
        return open(server.url(), token, query);
    }

    /** As above, at another node. */
    Page open(URI node, String token, String... query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < query.length; i += 2) {
            parameters.put(query[i], query[i + 1]);
        }
        Page page = Page.open(node, token, parameters);
        pages.add(page);
        return page;
    }

    /** Requests by that token. */
    Caller by(String token) {
        return server.with(token);
    }

    /** Uploads a file. */
    Answer upload(String token, String name, byte[] content) {
        return upload(server, token, name, content);
    }

    static Answer upload(TestServer server, String token, String name, byte[] content) {
        return upload(server, token, "file", name, content);
    }

    /** Uploads it in a field of that name. */
    static Answer upload(TestServer server, String token, String field, String name, byte[] content) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + name
                        + "\"\r\nContent-Type: text/html\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
        return form(server, token, "/api/rt/upload_file", "multipart/form-data; boundary=b", body.toByteArray());
    }

    /** A form that is posted. */
    static Answer form(TestServer server, String token, String path, String contentType, byte[] body) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(server.url().resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
        return new Answer(response.statusCode(), Json.read(response.body(), JsonNode.class), response.headers());
    }

    /** What a GET by that token brings. */
    HttpResponse<String> get(String token, String path) {
        return send(HttpRequest.newBuilder(server.url().resolve(path))
                .header("Authorization", "Bearer " + token)
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says that, and returns once the turn is the user's again. */
    static void talk(Page page, String text) {
        page.say(input(text)).ready();
    }

    static String input(String text, String... files) {
        if (files.length == 0) {
            return "{\"type\":\"text_input\",\"text\":\"" + text + "\"}";
        }
        return "{\"type\":\"text_input\",\"text\":\"" + text + "\",\"file_ids\":[\"" + String.join("\",\"", files)
                + "\"]}";
    }

    @Override
    public void close() {
        pages.forEach(Page::close);
        tenant.close();
    }
}
