// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import static dev.stagedoor.app.TestTenant.done;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.access.TestNode;
import dev.stagedoor.api.chatusers.ChatUserStrategy;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.chatusers.ChatNodes;
import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import dev.stagedoor.chatusers.policy.Resources;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.egress.EgressConfig;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.vault.PutCredential;
import dev.stagedoor.vault.VaultModule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A tenant here whose chat users live at a second Stagedoor, where it is another tenant, with a relay in between. */
final class UpstreamScene implements AutoCloseable {
    static final String USERS = "/api/v1/chat-users";
    static final Map<String, Resources> TIERS = Map.of(
            "basic", new Resources(List.of("guide"), List.of("nova"), null, null),
            "gold", new Resources(List.of("guide", "butler"), null, null, null));

    final ChatNodes nodes;
    final TestTenant there;
    final Relay relay;
    final Tenant here;

    UpstreamScene(ChatNodes nodes, TestServer upstream, String slug) {
        this(nodes, upstream, slug, policy(ChatUserStrategy.DEDICATED, false));
    }

    UpstreamScene(ChatNodes nodes, TestServer upstream, String slug, ChatUserPolicy policy) {
        this.nodes = nodes;
        this.there = new TestTenant(upstream, slug);
        this.relay = new Relay(upstream.url());
        this.here = nodes.tenant(policy);
        put(here.id(), key(), true);
        relay.forget();
    }

    static ChatUserPolicy policy(ChatUserStrategy strategy, boolean fallback) {
        return new ChatUserPolicy(strategy, new ChatUserPolicy.Pools(2, 100, fallback), TIERS, "basic", null, true);
    }

    /** A new key of the tenant there. */
    String key() {
        return there.key(List.of(Scope.CHAT_USERS_READ, Scope.CHAT_USERS_WRITE));
    }

    /** Puts the credential of the tenant here. */
    void put(TenantId tenant, String key, boolean verify) {
        Egress egress = new Egress(EgressConfig.withLoopback());
        Principal operator = new Principal.Operator(KeyId.next(Instant.now()), Set.of(), null, "req_1");
        UpstreamServer server = UpstreamServer.of(relay.url(), key, egress);
        nodes.first
                .module(VaultModule.class)
                .vault()
                .put(operator, tenant, new PutCredential(UpstreamServer.REF, server.proposal(), verify));
    }

    Connections at(TestNode node) {
        return node.module(UpstreamModule.class).connections();
    }

    Connection connect(TestNode node, String user, String connection) {
        return ChatNodes.again(node, () -> at(node).connect(ChatNodes.app(here, user), connection));
    }

    /** At the first node. */
    Connection connect(String user) {
        return connect(nodes.first, user, "by-" + user);
    }

    /** The chat users at the upstream server. */
    JsonNode users() {
        return done(there.backend().get(USERS + "?limit=200")).json().path("items");
    }

    /** The only one of them. */
    JsonNode onlyUser() {
        JsonNode users = users();
        if (users.size() != 1) {
            throw new AssertionError("not one chat user: " + users);
        }
        return users.get(0);
    }

    @Override
    public void close() {
        relay.close();
        there.close();
    }
}
