// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.e2e.Await;
import dev.stagedoor.e2e.DevReady;
import dev.stagedoor.e2e.Person;
import dev.stagedoor.e2e.StartedDev;
import dev.stagedoor.livekit.RealServer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A third tenant, {@code canary}, with unique secrets, that goes through everything: used, misused, refused and
 * suspended.
 */
final class CanaryTenant implements AutoCloseable {
    /** Not a secret: every search must be able to find it. */
    static final String ROOM = "canary-room-7f3a9c41";

    private static final String PATH = "/api/v1/tenants/canary";

    private final StartedDev dev;
    private final Wiretap wire;
    private final RealServer livekit = RealServer.start();
    private final String operator;
    private final Map<String, String> secrets = new TreeMap<>();

    CanaryTenant(StartedDev dev, Wiretap wire) {
        this.dev = dev;
        this.wire = wire;
        this.operator = dev.ready().operatorKey();
        secrets.put("LiveKit secret", livekit.secret());
    }

    /** Every secret that was submitted or issued, by a printable name. */
    Map<String, String> secrets() {
        return Map.copyOf(secrets);
    }

    /** Runs the tenant through all of it. */
    void live() {
        expect(201, wire.ask("POST", "/api/v1/tenants", operator, "{\"slug\":\"canary\",\"name\":\"Canary\"}"));
        expect(200, wire.ask("PUT", PATH + "/credentials/livekit", operator, credential(livekit.secret())));
        expect(200, wire.ask("PUT", PATH + "/agents/demo", operator, "{\"name\":\"D\",\"agent_name\":\"nobody\"}"));
        keepWebhookSecrets();
        String key = createKeys();
        useTokens(key);
        misuse(key);
        beRefused(key);
        joinARoom();
        readEverything(key);
        suspendAndResume(key);
        haveLiveKitRefuse(key);
    }

    /** One secret that the tenant brings and one that is generated. */
    private void keepWebhookSecrets() {
        String given = "whsec_Q2FuYXJ5L3dlYmhvb2stc2VjcmV0KzRjMWQ1ZTc3YjA5";
        secrets.put("webhook secret", given);
        String put = PATH + "/credentials/webhook/";
        expect(200, wire.ask("PUT", put + "given", operator, "{\"secret\":\"" + given + "\"}"));
        Wiretap.Answer generated = expect(200, wire.ask("PUT", put + "generated", operator, "{}"));
        secrets.put("generated webhook secret", wire.takeShown(generated, "/secret"));
    }

    private String createKeys() {
        Wiretap.Answer created = wire.ask("POST", PATH + "/api-keys", operator, """
            {"name": "backend", "scopes": ["tokens:mint", "tokens:inspect", "calls:read", "calls:write",
              "dispatches:read", "dispatches:write", "audit:read", "credentials:read", "keys:read", "users:write"]}
            """);
        Wiretap.Answer page = wire.ask("POST", PATH + "/api-keys", operator, """
            {"name": "page", "kind": "publishable", "origins": ["https://app.example.com"], "agents": ["demo"]}
            """);
        secrets.put("publishable key", wire.takeShown(page, "/key"));
        String key = wire.takeShown(created, "/key");
        secrets.put("API key", key);
        return key;
    }

    private void useTokens(String key) {
        Wiretap.Answer minted = expect(
                201,
                wire.ask(
                        "POST",
                        "/api/v1/tokens",
                        key,
                        "{\"room_name\":\"" + ROOM + "\",\"participant_identity\":\"alice\"}"));
        String token = keepToken("minted token", minted);
        keepToken(
                "refreshed token",
                expect(201, wire.ask("POST", "/api/v1/tokens/refresh", key, "{\"token\":\"" + token + "\"}")));
        expect(200, wire.ask("POST", "/api/v1/tokens/inspect", key, "{\"token\":\"" + token + "\"}"));
        Wiretap.Answer call = expect(
                201, wire.ask("POST", "/api/v1/trigger", key, "{\"agent_slug\":\"demo\",\"user_id\":\"alice\"}"));
        keepToken("call's token", call);
        expect(200, wire.ask("POST", "/api/v1/dispatches/" + call.at("/dispatch/id") + "/cancel", key, ""));
        expect(200, wire.ask("POST", "/api/v1/calls/" + call.at("/call_id") + "/end", key, ""));
        expect(200, wire.ask("POST", "/api/v1/users/alice/revoke", key, ""));
    }

    private String keepToken(String name, Wiretap.Answer answer) {
        String token = wire.takeShown(answer, "/participant_token");
        // Header and claims are not secret; only the signature makes it a token.
        secrets.put(name, token.substring(token.lastIndexOf('.') + 1));
        return token;
    }

    /** Requests with secrets where they do not belong. */
    private void misuse(String key) {
        String misplaced = mark("misplaced secret");
        String put = PATH + "/credentials/livekit";
        refused(wire.ask("PUT", put, operator, "{\"api_secret\":\"" + misplaced));
        refused(wire.ask("PUT", put, operator, "{\"api_secret\":{\"" + misplaced + "\":\"" + misplaced + "\"}}"));
        refused(wire.ask("PUT", put, operator, credential(misplaced).replace("api_secret", "secret")));
        refused(wire.ask("PUT", put, operator, credential(misplaced + "\\u00e4")));
        refused(wire.ask("POST", "/api/v1/tokens/refresh", key, "{\"token\":\"" + misplaced + "\"}"));
        expect(200, wire.ask("POST", "/api/v1/tokens/inspect", key, "{\"token\":\"e30.e30." + misplaced + "\"}"));
        expect(401, wire.ask("GET", "/api/v1/calls", mark("unknown key"), ""));
        expect(401, wire.ask("GET", "/api/v1/calls", key.replaceFirst("^sd_live_", "sd_op_"), ""));
    }

    private static void refused(Wiretap.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(400, 422);
    }

    private void beRefused(String key) {
        String put = PATH + "/credentials/livekit";
        Wiretap.Answer rejected = expect(422, wire.ask("PUT", put, operator, credential(mark("wrong secret"))));
        assertThat(rejected.at("/code")).isEqualTo("credential_rejected");
        expect(
                409,
                wire.ask("PUT", "/api/v1/tenants/globex/credentials/livekit", operator, credential(livekit.secret())));
        expect(403, wire.ask("GET", "/api/v1/tenants", key, ""));
        expect(404, wire.ask("GET", "/api/v1/tenants/globex/calls", key, ""));
    }

    /** On a demo tenant's own server, whose log is in the data folder. */
    private void joinARoom() {
        DevReady.Tenant acme = dev.ready().tenant("acme");
        Wiretap.Answer answer =
                expect(201, wire.ask("POST", "/api/v1/tokens", acme.apiKey(), "{\"room_name\":\"" + ROOM + "\"}"));
        String token = wire.takeShown(answer, "/participant_token");
        secrets.put("token of who joined", token.substring(token.lastIndexOf('.') + 1));
        Person.in(acme.livekitUrl(), token).close();
    }

    private void readEverything(String key) {
        for (String path : new String[] {"calls", "dispatches", "audit", "audit/head", "credentials", "api-keys"}) {
            expect(200, wire.ask("GET", "/api/v1/" + path, key, ""));
        }
        for (String path : new String[] {"/api/v1/tenants", "/api/v1/operator-keys", PATH, PATH + "/agents"}) {
            expect(200, wire.ask("GET", path, operator, ""));
        }
    }

    private void suspendAndResume(String key) {
        expect(200, wire.ask("POST", PATH + "/suspend", operator, ""));
        expect(403, wire.ask("POST", "/api/v1/tokens", key, "{}"));
        expect(200, wire.ask("POST", PATH + "/resume", operator, ""));
    }

    /** A credential stored without verification, which LiveKit then rejects. */
    private void haveLiveKitRefuse(String key) {
        String unproved = credential(mark("unproved secret"));
        expect(200, wire.ask("PUT", PATH + "/credentials/livekit?verify=false", operator, unproved));
        String request = "{\"agent_slug\":\"demo\",\"user_id\":\"bob\",\"wait\":\"none\"}";
        Wiretap.Answer call = expect(201, wire.ask("POST", "/api/v1/trigger", key, request));
        keepToken("refused call's token", call);
        Await.until(
                "the receipt says that LiveKit refused",
                Duration.ofSeconds(30),
                () -> wire.ask("GET", "/api/v1/dispatches/" + call.at("/dispatch/id"), key, "")
                        .at("/reason")
                        .equals("credential_rejected"));
    }

    private String credential(String secret) {
        return "{\"server_url\":\"" + livekit.url() + "\",\"api_key\":\"" + livekit.key() + "\",\"api_secret\":\""
                + secret + "\"}";
    }

    private String mark(String name) {
        String secret = "Marked-" + name.replace(' ', '-') + "-4c1d5e77b0a94f2e8d36c5a1";
        secrets.put(name, secret);
        return secret;
    }

    private static Wiretap.Answer expect(int status, Wiretap.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    @Override
    public void close() {
        livekit.close();
    }
}
