// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.tenants.NewTenant;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A tenant of a {@link TestServer} with a sandbox as its LiveKit project and a key with every tenant scope. */
public final class TestTenant implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestServer server;
    private final String slug;
    private final String keyId;
    private final String secret = UUID.randomUUID() + "-" + UUID.randomUUID();
    private final SandboxLiveKit livekit;
    private final Caller backend;

    /** A new tenant whose LiveKit runs in real time. */
    public TestTenant(TestServer server, String slug) {
        this(server, slug, Clock.systemUTC());
    }

    /** A new tenant whose LiveKit runs on that clock. */
    public TestTenant(TestServer server, String slug, Clock clock) {
        this.server = server;
        this.slug = slug;
        this.keyId = "API" + slug;
        SandboxSettings real = SandboxSettings.realTime();
        SandboxSettings settings = new SandboxSettings(clock, real.seed(), real.noResponseAfter());
        this.livekit = SandboxLiveKit.start(0, SandboxKey.of(keyId, secret), settings);
        server.client().tenants().create(new NewTenant(slug, slug, null));
        done(putCredential());
        this.backend = server.with(key(Arrays.stream(Scope.values())
                .filter(scope -> scope != Scope.TENANTS_WRITE)
                .toList()));
    }

    /** Fails unless it succeeded; returns the answer. */
    public static Answer done(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isBetween(200, 299);
        return answer;
    }

    /** Fails unless it was refused like this; returns the answer. */
    public static Answer refused(Answer answer, int status, String code) {
        assertThat(List.of(answer.status(), answer.code())).as("%s", answer).isEqualTo(List.of(status, code));
        return answer;
    }

    /** Waits for a condition to hold eventually; fails if it does not. */
    public static void until(String what, BooleanSupplier isSo) {
        Instant giveUp = Instant.now().plus(PATIENCE);
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (!isSo.getAsBoolean()) {
                assertThat(Instant.now()).as("waited in vain: %s", what).isBefore(giveUp);
                if (never.await(20, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("nobody counts this down");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The claims of a token, read without verifying it. */
    public static JsonNode claims(String jwt) {
        byte[] payload = Base64.getUrlDecoder().decode(jwt.substring(jwt.indexOf('.') + 1, jwt.lastIndexOf('.')));
        return Json.read(new String(payload, StandardCharsets.UTF_8), JsonNode.class);
    }

    /** Its slug: the prefix of its rooms. */
    public String slug() {
        return slug;
    }

    /** The id of its LiveKit API key. */
    public String keyId() {
        return keyId;
    }

    /** The secret of its LiveKit API key: a tenant knows its own. */
    public String secret() {
        return secret;
    }

    /** Its LiveKit. */
    public SandboxLiveKit livekit() {
        return livekit;
    }

    /** Its backend, with a key that has every tenant scope. */
    public Caller backend() {
        return backend;
    }

    /** The operator's client, for this tenant. */
    public StagedoorClient client() {
        return server.client().inTenant(slug);
    }

    /** The path of one of its resources, for an operator. */
    public String path(String rest) {
        return "/api/v1/tenants/" + slug + rest;
    }

    /** Its id. */
    public String id() {
        return server.client().tenants().get(slug).id();
    }

    /** Puts its project's credential again: a new version. */
    public Answer putCredential() {
        return putCredential(livekit, keyId);
    }

    /** Puts a credential for that server, under its own secret: a new version. */
    public Answer putCredential(SandboxLiveKit where, String key) {
        String body = Json.text(Map.of("server_url", where.url().toString(), "api_key", key, "api_secret", secret));
        return server.operator().put(path("/credentials/livekit"), body);
    }

    /** A new secret key with those scopes. */
    public String key(List<Scope> scopes) {
        List<String> words = scopes.stream().map(Scope::wire).toList();
        return client().keys()
                .create(new NewApiKey(KeyKind.SECRET, "backend", words, null, null, null, null))
                .key();
    }

    /** A page of {@code https://<slug>.example} with a publishable key that may request those agents. */
    public Caller page(String... agents) {
        String origin = "https://" + slug + ".example";
        NewApiKey page = new NewApiKey(KeyKind.PUBLISHABLE, "page", null, null, List.of(origin), List.of(agents), null);
        return server.with(client().keys().create(page).key()).from(origin);
    }

    /** An agent with that slug, with a worker that joins. */
    public TestTenant withAgent(String agentSlug) {
        livekit.state().registerWorker(agentSlug + "-worker", WorkerBehaviour.joins());
        return withAgent(agentSlug, "{}");
    }

    /** An agent with that slug, without a worker; {@code limits} is a JSON object. */
    public TestTenant withAgent(String agentSlug, String limits) {
        String body =
                "{\"name\":\"%s\",\"agent_name\":\"%s-worker\",\"limits\":%s}".formatted(agentSlug, agentSlug, limits);
        done(server.operator().put(path("/agents/" + agentSlug), body));
        return this;
    }

    /** Changes its policy; {@code fields} is a JSON object. */
    public void policy(String fields) {
        done(server.operator().patch(path(""), "{\"policy\":" + fields + "}"));
    }

    /** Requests a token. */
    public Answer token(String body) {
        return backend.post("/api/v1/tokens", body);
    }

    /** Starts a call. */
    public Answer trigger(String body) {
        return backend.post("/api/v1/trigger", body);
    }

    /** Starts a call for alice with that agent and waits until it has joined. */
    public Answer joinedCall(String agentSlug) {
        Answer call =
                done(trigger("{\"agent_slug\":\"%s\",\"user_id\":\"alice\",\"wait\":\"joined\"}".formatted(agentSlug)));
        assertThat(call.at("/dispatch/status")).isEqualTo("joined");
        return call;
    }

    /** The participants in that room of its LiveKit. */
    public List<String> inside(String room) {
        return livekit.state().listParticipants(room).stream()
                .map(participant -> participant.identity())
                .toList();
    }

    /** The details of its audit entries with that action, oldest first. */
    public List<JsonNode> audited(String action) {
        return server
                .column("SELECT detail FROM audit_entries WHERE action = '%s' AND tenant_id = '%s' ORDER BY seq"
                        .formatted(action, id()))
                .stream()
                .map(detail -> Json.read(detail, JsonNode.class))
                .toList();
    }

    /** A number from its ledger row. */
    public long ledger(String column) {
        return Long.parseLong(
                server.column("SELECT %s FROM tenant_ledger WHERE tenant_id = '%s'".formatted(column, id()))
                        .getFirst());
    }

    @Override
    public void close() {
        livekit.close();
    }
}
