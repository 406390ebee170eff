// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import dev.stagedoor.access.CurrentState;
import dev.stagedoor.access.Epochs;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Authenticator;
import dev.stagedoor.http.Route;
import dev.stagedoor.tenants.Erasure;
import java.util.ArrayList;
import java.util.List;

/** Puts app users' sessions together. */
public final class SessionsModule implements FeatureModule {
    private final Sessions sessions;
    private final AgentTokens tokens;
    private final SessionViews replies;
    private final SessionEntrance entrance;
    private final Visitors visitors;
    private final SignedDocuments documents;
    private final List<Route<?>> routes;

    /** Constructs everything. */
    public SessionsModule(Foundation on, Authenticator keys, AgentResources resources, SessionsConfig config) {
        CurrentState current = new CurrentState(on.snapshots(), new Epochs(on.database()));
        SigningKeys signing = new SigningKeys(on, config.tokenTime());
        Hosts hosts = new Hosts(on);
        this.documents = new SignedDocuments(signing, on.clock());
        this.tokens = new AgentTokens(signing, config.issuer(), config.tokenTime());
        this.sessions = new Sessions(on, current, tokens, resources, config);
        this.replies = new SessionViews(on.clock());
        this.entrance = new SessionEntrance(sessions);
        this.visitors = new Visitors(keys, hosts, current);
        this.routes = new ArrayList<>(
                new SessionRoutes(new SessionRoutes.Doors(sessions, signing, replies, resources), entrance, on.clock())
                        .all());
        this.routes.addAll(new HostRoutes(hosts).all());
    }

    /** A deleted tenant has no sessions. */
    public static Erasure erasure() {
        return change -> {
            SessionStore.eraseAll(change.tx());
            HostStore.eraseAll(change.tx());
        };
    }

    /** Opens sessions, and ends them. */
    public Sessions sessions() {
        return sessions;
    }

    /** Verifies the tokens by which pages reach agents. */
    public AgentTokens tokens() {
        return tokens;
    }

    /** What a page is told of its session. */
    public SessionViews replies() {
        return replies;
    }

    /** Admits app users by their session. */
    public SessionEntrance entrance() {
        return entrance;
    }

    /** Signs documents with the same keys. */
    public SignedDocuments documents() {
        return documents;
    }

    /** Admits whoever comes to sign in. */
    public Visitors visitors() {
        return visitors;
    }

    @Override
    public List<Route<?>> routes() {
        return routes;
    }
}
