// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import dev.stagedoor.chatusers.Place;
import dev.stagedoor.chatusers.Places;
import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import dev.stagedoor.chatusers.upstream.UpstreamFailed.Why;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.net.http.WebSocket;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door for the connections of app users: each gets a place on a chat user and, if that lives on the tenant's upstream
 * server, what it takes to go on there.
 */
public final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final String UNAVAILABLE = "Service temporarily unavailable.";

    private final Foundation on;
    private final Places places;
    private final Upstreams upstreams;
    private final PendingUsers pending;

    Connections(Foundation on, Places places, Upstreams upstreams, PendingUsers pending) {
        this.on = on;
        this.places = places;
        this.upstreams = upstreams;
        this.pending = pending;
    }

    /**
     * Opens a connection. No transaction is open while the upstream server is called.
     *
     * @param connection its own id, which the server gave it; one that comes again takes its place over
     * @throws Problem as {@link Places#connect}; {@code provider_unavailable} if the upstream server cannot be had now;
     *     {@code internal} if it refuses the tenant's key
     */
    public Connection connect(Principal.AppUser app, String connection) {
        Place place = places.connect(app, connection);
        Snapshot snapshot = on.snapshots().of(app.tenant());
        ChatUserPolicy policy = places.policy(snapshot);
        if (!policy.upstream()) {
            return new Connection(place, null);
        }
        try {
            return opened(snapshot, place);
        } catch (UpstreamFailed failed) {
            if (failed.why() == Why.QUOTA && policy.fallsBack()) {
                LOG.info("an upstream server has no room for one more chat user: {}", failed.getMessage());
                return shared(app, connection);
            }
            throw refused(place, failed);
        }
    }

    /** Whether the tenant's chat users live on an upstream server, as far as this node knows. */
    public boolean isUpstream(TenantId tenant) {
        return places.policy(on.snapshots().of(tenant)).upstream();
    }

    /**
     * Opens the WebSocket by which a connection goes on upstream.
     *
     * @param query    what the client wants of it, as {@code name=value} joined by {@code &}
     * @param listener called by a thread that may wait
     * @throws Problem as {@link #connect}
     */
    public WebSocket open(Place place, UpstreamAccess access, String query, WebSocket.Listener listener) {
        try {
            return upstreams.open(place.tenant(), access, query, listener);
        } catch (UpstreamFailed failed) {
            throw refused(place, failed);
        }
    }

    /** A fresh token for a connection whose own is about to end. */
    public UpstreamAccess renewed(Place place) {
        try {
            return upstreams.access(on.snapshots().of(place.tenant()), place);
        } catch (UpstreamFailed failed) {
            throw refused(place, failed);
        }
    }

    /** The place does not outlive a failure. */
    private Connection opened(Snapshot snapshot, Place place) {
        boolean opened = false;
        try {
            Connection connection = new Connection(place, upstreams.access(snapshot, place));
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                place.close();
            }
        }
    }

    private Connection shared(Principal.AppUser app, String connection) {
        Place place = places.connectShared(app, connection);
        try {
            return opened(on.snapshots().of(app.tenant()), place);
        } catch (UpstreamFailed failed) {
            throw refused(place, failed);
        }
    }

    /** In our own words: a client learns nothing of the server behind us, and a refused key is not its own. */
    private Problem refused(Place place, UpstreamFailed failed) {
        LOG.warn("an upstream server failed a connection: {}", failed.getMessage());
        return switch (failed.why()) {
            case UNAVAILABLE, BUSY -> {
                pending.queue(place);
                yield unavailable(UpstreamBreaker.OPEN, failed);
            }
            case QUOTA, NOT_FOUND -> unavailable(UpstreamCalls.WINDOW, failed);
            case DISABLED ->
                Problem.of(ErrorCode.FORBIDDEN, "The chat user is disabled.").causedBy(failed);
            case REJECTED ->
                Problem.of(ErrorCode.INTERNAL, "Internal configuration error.").causedBy(failed);
            case CONFLICT, OTHER ->
                Problem.of(ErrorCode.INTERNAL, "Internal error.").causedBy(failed);
        };
    }

    private static Problem unavailable(Duration after, UpstreamFailed failed) {
        return Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, UNAVAILABLE)
                .retryAfter(after)
                .causedBy(failed);
    }
}
