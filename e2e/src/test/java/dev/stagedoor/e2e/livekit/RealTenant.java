// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.e2e.Await;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.RealServer;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.token.ApiKey;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A tenant with a LiveKit server of its own, which tests can query directly. */
public final class RealTenant implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String EVERYTHING = Json.text(Arrays.stream(Scope.values())
            .filter(scope -> scope != Scope.TENANTS_WRITE)
            .map(Scope::wire)
            .toList());

    private final String slug;
    private final Caller operator;
    private final Caller key;
    private final LiveKitClient client = LiveKitClient.create((host, address) -> address.isLoopbackAddress());
    private RealServer livekit;

    private RealTenant(String slug, Caller operator, Caller key, RealServer livekit) {
        this.slug = slug;
        this.operator = operator;
        this.key = key;
        this.livekit = livekit;
    }

    /** A tenant with a running server and an active credential; it has no agent yet. */
    public static RealTenant created(Caller operator, String slug) {
        return created(operator, slug, RealServer.start());
    }

    /** The same, whose server sends its webhooks to the first node. */
    public static RealTenant telling(Caller operator, String slug) {
        return created(
                operator,
                slug,
                RealServer.start("webhook: {api_key: \"${KEY}\", urls: [\""
                        + operator.base().resolve("/webhooks/livekit") + "\"]}"));
    }

    private static RealTenant created(Caller operator, String slug, RealServer livekit) {
        done(operator.post("/api/v1/tenants", "{\"slug\":\"%s\",\"name\":\"%s\"}".formatted(slug, slug)));
        done(operator.put("/api/v1/tenants/" + slug + "/credentials/livekit", credential(livekit)));
        Caller key =
                new Caller(operator.base(), Secret.of(makeKey(operator, slug).at("/key")));
        return new RealTenant(slug, operator, key, livekit);
    }

    /** One more key with all of a tenant's scopes, as shown once. */
    public Answer makeKey() {
        return makeKey(operator, slug);
    }

    private static Answer makeKey(Caller operator, String slug) {
        return done(operator.post(
                "/api/v1/tenants/" + slug + "/api-keys", "{\"name\":\"all\",\"scopes\":" + EVERYTHING + "}"));
    }

    /** The credential to set for that server. */
    public static String credential(RealServer livekit) {
        return "{\"server_url\":\"%s\",\"api_key\":\"%s\",\"api_secret\":\"%s\"}"
                .formatted(livekit.url(), livekit.key(), livekit.secret());
    }

    /** Gives it an agent whose workers register under that name. */
    public RealTenant withAgent(String agentSlug, String agentName) {
        done(key.put("/api/v1/agents/" + agentSlug, "{\"name\":\"An agent\",\"agent_name\":\"" + agentName + "\"}"));
        return this;
    }

    /** Its slug. */
    public String slug() {
        return slug;
    }

    /** The tenant's backend, on the first node. */
    public Caller key() {
        return key;
    }

    /** The tenant's backend, on that node. */
    public Caller at(URI node) {
        return new Caller(node, key.key());
    }

    /** Its current server. */
    public RealServer livekit() {
        return livekit;
    }

    /** Sets the tenant's new server, after its old one was closed. */
    public void moved(RealServer now) {
        livekit = now;
    }

    /** Triggers a call to the agent demo; additional request fields begin with a comma. */
    public Answer trigger(String user, String more) {
        return key.post("/api/v1/trigger", "{\"agent_slug\":\"demo\",\"user_id\":\"%s\"%s}".formatted(user, more));
    }

    /** The dispatch as its receipt currently shows it. */
    public Answer dispatch(String id) {
        return done(key.get("/api/v1/dispatches/" + id));
    }

    /** The dispatch, once it has that status. */
    public Answer dispatched(String id, String status) {
        try {
            return Await.value(
                    "dispatch " + id + " is " + status,
                    PATIENCE,
                    () -> Optional.of(dispatch(id))
                            .filter(dispatch -> dispatch.at("/status").equals(status)));
        } catch (AssertionError inVain) {
            throw new AssertionError(
                    inVain.getMessage() + ", but " + dispatch(id).json(), inVain);
        }
    }

    /** The statuses in the dispatch's receipt, in order. */
    public List<String> receipt(String id) {
        return dispatch(id)
                .json()
                .at("/receipt")
                .valueStream()
                .map(line -> line.path("status").asText())
                .toList();
    }

    /** Waits until the agent is the only participant in the room, and checks that this lasts that long. */
    public void onlyAgent(String room, String identity, Duration lasts) {
        Await.until(
                "only " + identity + " in " + room,
                PATIENCE,
                () -> agentsIn(room).equals(List.of(identity)));
        lasts("only " + identity + " in " + room, lasts, () -> agentsIn(room).equals(List.of(identity)));
    }

    /** Checks that something stays true for that long, by polling it throughout. */
    public static void lasts(String what, Duration time, BooleanSupplier isSo) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            assertThat(isSo.getAsBoolean()).as(what).isTrue();
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** The participants in a room, from the tenant's own server with the tenant's own key. */
    public List<Participant> inside(String room) {
        return client.rooms(project()).listParticipants(room);
    }

    /** Closes a room on the tenant's server, behind Stagedoor's back. */
    public void deletesRoom(String room) {
        client.rooms(project()).deleteRoom(room);
    }

    /** The identities of the active agents in a room. */
    public List<String> agentsIn(String room) {
        return inside(room).stream()
                .filter(one -> one.kind() == ParticipantKind.AGENT && one.state() == Participant.State.ACTIVE)
                .map(Participant::identity)
                .toList();
    }

    /** Whether its server has that room. */
    public boolean hasRoom(String room) {
        return !client.rooms(project()).listRooms(room).isEmpty();
    }

    private Project project() {
        return Project.of(ServerUrl.parse(livekit.url()), ApiKey.of(livekit.key(), livekit.secret()));
    }

    @Override
    public void close() {
        client.close();
        livekit.close();
    }
}
