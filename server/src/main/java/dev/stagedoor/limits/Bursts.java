// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.stagedoor.access.ApiKey;
import dev.stagedoor.access.ApiKeys;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.http.RequestLimiter;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Burst;
import dev.stagedoor.tenants.Policy;
import dev.stagedoor.tenants.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * A bucket for each key or app user's session, and one for each tenant; a request takes one token from both. Sizes come from
 * the tenant's policy (and the key's own limit, where that is lower) in the snapshot, so a changed policy applies at once.
 */
public final class Bursts implements RequestLimiter {
    /** By then every bucket is full again, so dropping one changes nothing. */
    private static final Duration UNUSED = Duration.ofMinutes(10);

    private static final int MOST = 200_000;

    /** A tenant's own LiveKit server: what it tells takes nothing from what the tenant's backend may ask. */
    private static final String SERVER = "livekit";

    /** More than a server tells of a thousand calls that begin within a few seconds. */
    private static final Burst OF_SERVER = new Burst(500, 5_000);

    private final Snapshots snapshots;
    private final Burst operators;
    private final Clock clock;
    private final Cache<KeyId, Allowance> keys;
    private final Cache<String, Allowance> sessions;
    private final Cache<TenantId, Allowance> tenants;
    private final Cache<TenantId, Allowance> servers;

    /** Buckets that refill by {@code clock}. */
    public Bursts(Snapshots snapshots, LimitsConfig config, Clock clock) {
        this.snapshots = snapshots;
        this.operators = new Burst(config.operatorPerSecond(), config.operatorBurst());
        this.clock = clock;
        this.keys = cache(clock);
        this.sessions = cache(clock);
        this.tenants = cache(clock);
        this.servers = cache(clock);
    }

    private static <K> Cache<K, Allowance> cache(Clock clock) {
        Ticker ticker = () -> Duration.ofMillis(clock.millis()).toNanos();
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(UNUSED)
                .ticker(ticker)
                .build();
    }

    @Override
    public State take(Principal by, String action) {
        return switch (by) {
            case Principal.Operator operator -> one(operator.key(), operators);
            case Principal.TenantKey key -> both(key.tenant(), key.key());
            case Principal.PublishableKey key -> both(key.tenant(), key.key());
            case Principal.AppUser user -> ofSession(user);
            case Principal.Visitor visitor -> ofTenant(visitor.tenant());
            case Principal.Sender sender
            when sender.name().equals(SERVER) ->
                refuseIfEmpty(servers.get(sender.tenant(), id -> new Allowance("server", clock))
                        .take(OF_SERVER));
            case Principal.Sender sender -> ofTenant(sender.tenant());
            case Principal.SystemJob job -> new State("none", 1, 1, Duration.ofSeconds(1), Duration.ZERO);
        };
    }

    private State one(KeyId key, Burst size) {
        Allowance allowance = keys.get(key, id -> new Allowance("key", clock));
        return refuseIfEmpty(allowance.take(size));
    }

    private State both(TenantId tenant, KeyId key) {
        Snapshot snapshot = snapshots.of(tenant);
        Policy policy = snapshot.get(Tenants.TENANT, tenant).policy();
        return tighter(ofKey(snapshot, key, policy.perKey()), ofTenant(tenant));
    }

    private static State tighter(State own, State shared) {
        return shared.remaining() < own.remaining() ? shared : own;
    }

    /** The key's bucket, and those of the keys whose limit it shares (K1), of which there are a few at most. */
    private State ofKey(Snapshot snapshot, KeyId key, Burst most) {
        Optional<ApiKey> known = snapshot.get(ApiKeys.KEY, key);
        State own =
                one(key, known.map(each -> each.rights().limit()).orElse(most).atMost(most));
        KeyId above = known.map(each -> each.family().limitOf()).orElse(null);
        if (above == null) {
            return own;
        }
        return tighter(own, ofKey(snapshot, above, most));
    }

    /** A page has as much as a key, so that a page that runs wild does not use up its tenant's share. */
    private State ofSession(Principal.AppUser user) {
        Policy policy =
                snapshots.of(user.tenant()).get(Tenants.TENANT, user.tenant()).policy();
        Allowance own = sessions.get(user.session(), id -> new Allowance("session", clock));
        return tighter(refuseIfEmpty(own.take(policy.perKey())), ofTenant(user.tenant()));
    }

    private State ofTenant(TenantId tenant) {
        Policy policy = snapshots.of(tenant).get(Tenants.TENANT, tenant).policy();
        Allowance shared = tenants.get(tenant, id -> new Allowance("tenant", clock));
        return refuseIfEmpty(shared.take(policy.perTenant()));
    }

    private static State refuseIfEmpty(Allowance.Taken taken) {
        if (!taken.given()) {
            throw Problem.of(
                            ErrorCode.RATE_LIMITED,
                            "Too many requests for this " + taken.state().policy() + ".")
                    .retryAfter(taken.toWait());
        }
        return taken.state();
    }
}
