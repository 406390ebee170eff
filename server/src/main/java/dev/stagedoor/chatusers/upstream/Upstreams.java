// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.chatusers.Place;
import dev.stagedoor.chatusers.Places;
import dev.stagedoor.chatusers.policy.ChatUser;
import dev.stagedoor.chatusers.upstream.UpstreamFailed.Why;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.CredentialRef;
import dev.stagedoor.vault.Vault;
import java.net.http.WebSocket;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tenants' upstream servers, and their chat users there. */
final class Upstreams {
    private static final Logger LOG = LoggerFactory.getLogger(Upstreams.class);

    private final Principal by = new Principal.SystemJob("chat-users", "upstream");
    private final Foundation on;
    private final Places places;
    private final UpstreamClient client;
    private final UpstreamMeters meters;
    private final UpstreamUsers users;
    private final Facet<CredentialRef, Optional<UpstreamServer>> server;

    Upstreams(Foundation on, Vault vault, Places places, UpstreamClient client) {
        this.on = on;
        this.places = places;
        this.client = client;
        this.meters = new UpstreamMeters(on.meters());
        this.users = new UpstreamUsers(on, new UpstreamCalls(client, meters, on.clock(), this::alert));
        this.server = new Facet<>(
                "upstream server",
                (tx, ref) -> vault.active().load().apply(tx, ref).map(UpstreamServer::of));
    }

    /**
     * What lets that connection go on at the tenant's server.
     *
     * @throws UpstreamFailed if it cannot
     */
    UpstreamAccess access(Snapshot snapshot, Place place) {
        ChatUser chatUser = places.chatUser(snapshot, place.chatUser());
        return users.access(wanted(snapshot, chatUser, place.user()), place.user());
    }

    /** Opens the WebSocket that the access is for; {@link UpstreamFailed} if it cannot be had. */
    WebSocket open(TenantId tenant, UpstreamAccess access, String query, WebSocket.Listener listener) {
        return client.open(tenant, access, query, listener);
    }

    /** Sees that the chat user is there. */
    void ensure(Snapshot snapshot, ChatUser chatUser, String user) {
        users.ensure(wanted(snapshot, chatUser, user));
    }

    /** Deletes a chat user there; one that is not there is deleted. A tenant without a server has nothing anywhere. */
    void delete(Snapshot snapshot, String upstreamId) {
        snapshot.get(server, UpstreamServer.REF).ifPresent(its -> users.delete(snapshot.tenant(), its, upstreamId));
    }

    private UpstreamUsers.Wanted wanted(Snapshot snapshot, ChatUser chatUser, String user) {
        UpstreamServer its = snapshot.get(server, UpstreamServer.REF)
                .orElseThrow(() -> UpstreamFailed.notCalled(Why.REJECTED, "the tenant has no upstream credential"));
        return new UpstreamUsers.Wanted(
                snapshot.tenant(),
                its,
                chatUser.id(),
                chatUser.isOwnOfAppUser() ? user : "",
                places.ofChatUser(snapshot, chatUser, user));
    }

    /** Once in a while, in the log, the metrics and the tenant's ledger: somebody must put another key. */
    private void alert(TenantId tenant, UpstreamServer refusing) {
        meters.alerted();
        LOG.warn(
                "AGENTC_AUTH_FAILURE: the upstream server of {} refuses version {} of its credential",
                tenant,
                refusing.version());
        on.ledger()
                .changing(
                        by,
                        tenant,
                        change -> change.append(Draft.of(
                                by,
                                change.now(),
                                "chat_user.upstream_refused",
                                UpstreamServer.KIND,
                                "{\"version\":" + refusing.version() + "}")));
    }
}
