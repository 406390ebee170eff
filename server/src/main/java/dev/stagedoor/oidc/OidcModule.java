// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import dev.stagedoor.egress.Egress;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.sessions.SessionsModule;
import dev.stagedoor.tenants.Erasure;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Puts the exchange of tokens together. */
public final class OidcModule implements FeatureModule {
    /** How long an issuer may take for a document: users wait for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KeySets keys;
    private final IssuerRoutes issuers;
    private final ExchangeRoutes exchange;

    /** For sessions of that module; issuers are called only where {@code egress} permits. */
    public OidcModule(Foundation on, SessionsModule sessions, Egress egress) {
        this.keys = new KeySets(new IssuerHttp(egress, PATIENCE), on.database()::holds, on.clock());
        this.issuers = new IssuerRoutes(new Issuers(on, egress));
        this.exchange = new ExchangeRoutes(
                new TokenExchange(on, new SubjectTokens(keys, on.clock()), sessions.sessions()),
                sessions.replies(),
                new OAuthEntrance(sessions.visitors()),
                on.clock());
    }

    /** A deleted tenant trusts nobody. */
    public static Erasure erasure() {
        return change -> IssuerStore.eraseAll(change.tx());
    }

    @Override
    public List<Route<?>> routes() {
        return Stream.<Route<?>>concat(issuers.all().stream(), exchange.all().stream())
                .toList();
    }

    @Override
    public void close() {
        keys.close();
    }
}
