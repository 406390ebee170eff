// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.tenants.GrantName;
import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.api.tokens.RequestedGrants;
import dev.stagedoor.api.tokens.TokenRequest;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.tenants.Policy;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.Ttls;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Whatever the request, policy or key: a token never grants more than the policy (T2, T5). */
class TokenPolicyProperties {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TenantId ACME = TenantId.next(NOW);

    @Provide
    static Arbitrary<Policy> policies() {
        Arbitrary<Set<GrantName>> grants = Arbitraries.of(GrantName.class).set();
        Arbitrary<Integer> seconds = Arbitraries.integers().between(10, 86_400);
        return Combinators.combine(grants, seconds, seconds, seconds, seconds)
                .as((allowed, max, usual, trigger, page) -> new Policy(
                        new Ttls(cut(max, max), cut(usual, max), cut(trigger, max), cut(page, max)),
                        allowed,
                        Policy.STANDARD.agents(),
                        Policy.STANDARD.perTenant(),
                        Policy.STANDARD.perKey(),
                        Policy.STANDARD.budget()));
    }

    private static Duration cut(int seconds, int most) {
        return Duration.ofSeconds(Math.min(seconds, most));
    }

    @Provide
    static Arbitrary<TokenRequest> requests() {
        Arbitrary<Boolean> asked = Arbitraries.of(true, false).injectNull(0.6);
        Arbitrary<List<String>> sources = Arbitraries.of("camera", "microphone", "screen_share")
                .list()
                .ofMaxSize(3)
                .injectNull(0.7);
        Arbitrary<RequestedGrants> grants = Combinators.combine(
                        asked, asked, asked, sources, asked, asked, asked, asked)
                .as(RequestedGrants::new);
        Arbitrary<Integer> ttl = Arbitraries.integers().between(1, 86_400).injectNull(0.3);
        Arbitrary<String> name =
                Arbitraries.of("lobby", "acme.lobby", "globex.lobby", "a/b").injectNull(0.7);
        return Combinators.combine(name, name, ttl, grants)
                .as((room, identity, life, wanted) ->
                        new TokenRequest(room, null, identity, null, null, null, life, wanted));
    }

    @Provide
    static Arbitrary<Principal> askers() {
        KeyId key = KeyId.next(NOW);
        return Arbitraries.of(
                new Principal.TenantKey(ACME, key, Set.of(), null, "req_1"),
                new Principal.PublishableKey(ACME, key, Set.of(), null, "req_1"),
                new Principal.Operator(key, Set.of(), null, "req_1"));
    }

    @Property
    void a_token_never_says_more_than_the_policy(
            @ForAll("askers") Principal by,
            @ForAll("policies") Policy policy,
            @ForAll("requests") TokenRequest request) {
        boolean page = by instanceof Principal.PublishableKey;
        TokenPlan plan;
        try {
            plan = TokenPlanner.plan(by, acme(policy), TokenRequests.wish(request), NOW);
        } catch (Problem refused) {
            Statistics.label("outcome").collect("refused");
            assertThat(refused.code()).isIn(ErrorCode.NOT_PERMITTED_BY_POLICY, ErrorCode.INVALID_REQUEST);
            assertThat(refused.fields()).as("what is refused is named").isNotEmpty();
            return;
        }
        Statistics.label("outcome").collect("granted");
        Duration most = page ? policy.ttls().publishable() : policy.ttls().max();
        assertThat(plan.ttl()).isBetween(Duration.ofSeconds(1), most);
        assertThat(plan.room()).startsWith("acme.");
        said(plan.grant()).forEach((grant, given) -> {
            if (given) {
                assertThat(policy.allows(grant)).as("%s is given", grant).isTrue();
            }
        });
        boolean reserved = plan.grant().roomAdmin() || plan.grant().hidden();
        assertThat(page && reserved).as("a page administers or hides").isFalse();
        assertThat(page && "lobby".equals(plan.identity()))
                .as("a page says who it is")
                .isFalse();
    }

    @Property
    void whoever_declines_a_grant_is_not_given_it(
            @ForAll("policies") Policy policy, @ForAll("requests") TokenRequest request) {
        RequestedGrants wanted = request.grants() == null ? RequestedGrants.NONE : request.grants();
        Principal by = new Principal.TenantKey(ACME, KeyId.next(NOW), Set.of(), null, "req_1");
        VideoGrant given;
        try {
            given = TokenPlanner.plan(by, acme(policy), TokenRequests.wish(request), NOW)
                    .grant();
        } catch (Problem refused) {
            return;
        }
        assertThat(Boolean.FALSE.equals(wanted.canPublish()) && given.publishes())
                .isFalse();
        assertThat(Boolean.FALSE.equals(wanted.canSubscribe()) && given.subscribes())
                .isFalse();
        assertThat(Boolean.FALSE.equals(wanted.canPublishData()) && given.publishesData())
                .isFalse();
    }

    private static Map<GrantName, Boolean> said(VideoGrant grant) {
        Map<GrantName, Boolean> said = new LinkedHashMap<>();
        said.put(GrantName.CAN_PUBLISH, grant.publishes());
        said.put(GrantName.CAN_SUBSCRIBE, grant.subscribes());
        said.put(GrantName.CAN_PUBLISH_DATA, grant.publishesData());
        said.put(GrantName.CAN_PUBLISH_SOURCES, !grant.canPublishSources().isEmpty());
        said.put(GrantName.CAN_UPDATE_OWN_METADATA, Boolean.TRUE.equals(grant.canUpdateOwnMetadata()));
        said.put(GrantName.CAN_SUBSCRIBE_METRICS, Boolean.TRUE.equals(grant.canSubscribeMetrics()));
        said.put(GrantName.ROOM_ADMIN, grant.roomAdmin());
        said.put(GrantName.HIDDEN, grant.hidden());
        return said;
    }

    private static Tenant acme(Policy policy) {
        return new Tenant(ACME, "acme", "Acme", TenantStatus.ACTIVE, policy, new Tenant.Times(NOW, NOW, null));
    }
}
