// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpHandler;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.egress.EgressConfig;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@DisplayName("Issuers' keys are fetched within bounds, kept, and replaced when the issuer replaces them (I7, I8)")
class IssuerKeysTest {
    private static final TenantId ACME = new TenantId("ten_" + "a".repeat(26));
    private static final TenantId GLOBEX = new TenantId("ten_" + "b".repeat(26));
    private static final RSAKey FIRST = TestIssuer.rsa("first");
    private static final RSAKey SECOND = TestIssuer.rsa("second");

    private final TurnableClock clock = TurnableClock.at("2026-03-01T12:00:00Z");
    private final TestIssuer issuer = new TestIssuer(clock).publishes(FIRST);
    private final AtomicBoolean rowHeld = new AtomicBoolean();
    private final KeySets keys = keys(EgressConfig.withLoopback(), Duration.ofMillis(700));

    private KeySets keys(EgressConfig egress, Duration within) {
        return new KeySets(new IssuerHttp(new Egress(egress), within), any -> rowHeld.get(), clock);
    }

    @AfterEach
    void close() {
        keys.close();
        issuer.close();
    }

    private static JWSHeader by(JWK key) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
    }

    private KeySets.Source source(TenantId tenant) {
        return new KeySets.Source(tenant, issuer.url(), null);
    }

    private List<String> fitting(JWK key) {
        return keys.fitting(source(ACME), by(key)).stream().map(JWK::getKeyID).toList();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(JWK key, ErrorCode code) {
        return assertThatThrownBy(() -> fitting(key))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    @Test
    void they_are_fetched_once_and_then_kept() {
        assertThat(fitting(FIRST)).containsExactly("first");
        assertThat(fitting(FIRST)).containsExactly("first");

        assertThat(issuer.asked()).isEqualTo(1);
    }

    @Test
    void a_new_key_is_found_as_soon_as_a_token_names_it() {
        assertThat(fitting(FIRST)).containsExactly("first");
        issuer.publishes(SECOND);
        clock.turn(HeldKeys.APART);

        assertThat(fitting(SECOND)).containsExactly("second");
        assertThat(fitting(FIRST)).as("the old key is no longer published").isEmpty();
    }

    @Test
    void a_flood_of_made_up_key_ids_causes_at_most_one_fetch_in_thirty_seconds() {
        assertThat(fitting(FIRST)).containsExactly("first");
        clock.turn(HeldKeys.APART);
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < 20; i++) {
                JWSHeader madeUp = new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("k" + second + "-" + i)
                        .build();
                assertThat(keys.fitting(source(ACME), madeUp)).isEmpty();
            }
            assertThat(fitting(FIRST)).containsExactly("first");
            clock.turn(Duration.ofSeconds(1));
        }

        assertThat(issuer.asked()).isEqualTo(3);
    }

    @Test
    void a_clock_that_is_set_back_does_not_stop_fetches() {
        assertThat(fitting(FIRST)).containsExactly("first");
        issuer.publishes(SECOND);
        clock.turn(Duration.ofDays(-1));

        assertThat(fitting(SECOND)).containsExactly("second");
    }

    @Test
    void they_are_used_for_a_day_while_the_issuer_is_down_and_no_longer() {
        assertThat(fitting(FIRST)).containsExactly("first");
        issuer.answersForKeys(exchange -> TestIssuer.answer(exchange, 500, ""));

        clock.turn(Duration.ofHours(23));
        assertThat(fitting(FIRST)).containsExactly("first");
        refused(SECOND, ErrorCode.PROVIDER_UNAVAILABLE)
                .as("an outage is not the absence of a key")
                .hasMessageContaining("500");

        clock.turn(Duration.ofHours(1));
        refused(FIRST, ErrorCode.PROVIDER_UNAVAILABLE);

        issuer.answersForKeys(exchange -> TestIssuer.answer(exchange, 200, new JWKSet(FIRST).toString()));
        // Not yet: it was asked a moment ago.
        refused(FIRST, ErrorCode.PROVIDER_UNAVAILABLE);
        clock.turn(HeldKeys.APART);
        assertThat(fitting(FIRST)).containsExactly("first");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 600, 86_400})
    void they_are_fresh_for_as_long_as_their_server_says_between_a_minute_and_an_hour(int maxAge) {
        issuer.answersForKeys(exchange -> {
            exchange.getResponseHeaders().add("Cache-Control", "public, max-age=" + maxAge);
            TestIssuer.answer(exchange, 200, new JWKSet(FIRST).toString());
        });
        fitting(FIRST);
        int fresh = Math.clamp(maxAge, 60, 3600);

        clock.turn(Duration.ofSeconds(fresh - 1));
        fitting(FIRST);
        assertThat(issuer.asked()).isEqualTo(1);

        clock.turn(Duration.ofSeconds(1));
        fitting(FIRST);
        assertThat(issuer.asked()).isEqualTo(2);
    }

    @Test
    void many_at_a_time_wait_for_one_fetch() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        issuer.answersForKeys(exchange -> {
            awaited(go);
            TestIssuer.answer(exchange, 200, new JWKSet(FIRST).toString());
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(threads.submit(() -> fitting(FIRST)));
            }
            go.countDown();
            for (Future<List<String>> one : all) {
                assertThat(one.get()).containsExactly("first");
            }
        }

        assertThat(issuer.asked()).isEqualTo(1);
    }

    @Test
    void a_slow_issuer_is_given_up_and_holds_nobody_elses_users() {
        CountDownLatch never = new CountDownLatch(1);
        issuer.answersForKeys(exchange -> awaited(never));
        try (TestIssuer other = new TestIssuer(clock).publishes(SECOND);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> slow = threads.submit(() -> refused(FIRST, ErrorCode.PROVIDER_UNAVAILABLE));

            assertThat(keys.fitting(new KeySets.Source(GLOBEX, other.url(), null), by(SECOND)))
                    .hasSize(1);
            assertThat(slow).succeedsWithin(Duration.ofSeconds(10));
        } finally {
            never.countDown();
        }
    }

    @Test
    void a_body_that_trickles_is_given_up_as_well() {
        CountDownLatch never = new CountDownLatch(1);
        issuer.answersForKeys(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaited(never);
        });

        refused(FIRST, ErrorCode.PROVIDER_UNAVAILABLE).hasMessageContaining("in time");
        never.countDown();
    }

    @Test
    void a_tenant_waits_for_a_few_issuers_at_a_time_and_others_for_their_own() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch four = new CountDownLatch(4);
        issuer.answersForKeys(exchange -> {
            four.countDown();
            awaited(go);
            TestIssuer.answer(exchange, 200, new JWKSet(FIRST).toString());
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                KeySets.Source one = new KeySets.Source(ACME, "n" + i, issuer.url() + "/keys");
                all.add(threads.submit(() -> keys.fitting(one, by(FIRST))));
            }
            four.await();

            refused(FIRST, ErrorCode.PROVIDER_UNAVAILABLE).hasMessageContaining("too many");
            go.countDown();
            for (Future<?> one : all) {
                assertThat(one).succeedsWithin(Duration.ofSeconds(10));
            }
        }
        assertThat(keys.fitting(source(GLOBEX), by(FIRST))).hasSize(1);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_thread_that_holds_the_tenants_row_waits_for_no_issuer() {
        rowHeld.set(true);
        refused(FIRST, ErrorCode.BUSY);

        rowHeld.set(false);
        assertThat(fitting(FIRST)).containsExactly("first");
        rowHeld.set(true);
        assertThat(fitting(FIRST)).containsExactly("first");
    }

    @Test
    void what_is_too_large_elsewhere_or_no_key_set_is_not_taken() {
        assertThat(unavailable(exchange -> TestIssuer.answer(exchange, 200, " ".repeat(IssuerHttp.LONGEST + 1))))
                .contains("too much");
        assertThat(unavailable(exchange -> {
                    exchange.getResponseHeaders().add("Location", issuer.url() + "/elsewhere");
                    TestIssuer.answer(exchange, 302, "");
                }))
                .contains("302");
        assertThat(unavailable(exchange -> TestIssuer.answer(exchange, 200, "<html>")))
                .contains("JSON");
        assertThat(unavailable(exchange -> TestIssuer.answer(exchange, 200, "[".repeat(5_000))))
                .contains("JSON");
        assertThat(unavailable(exchange -> TestIssuer.answer(exchange, 200, "{}")))
                .contains("JWK set");
        assertThat(unavailable(
                        exchange -> TestIssuer.answer(exchange, 200, "{\"keys\":[" + "{},".repeat(100) + "{}]}")))
                .contains("100");
    }

    private String unavailable(HttpHandler how) {
        issuer.answersForKeys(how);
        clock.turn(HeldKeys.APART);
        List<String> said = new ArrayList<>();
        assertThatThrownBy(() -> fitting(FIRST)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
            said.add(problem.detail());
        });
        return said.getFirst();
    }

    @Test
    void a_key_that_cannot_be_read_spoils_no_other() {
        String odd =
                "{\"kty\":\"EC\",\"crv\":\"P-1\",\"kid\":\"odd\"},{\"kty\":\"lattice\"},7,null,{\"kty\":\"RSA\",\"n\":9}";
        issuer.answersForKeys(exchange -> TestIssuer.answer(
                exchange, 200, "{\"keys\":[" + odd + "," + FIRST.toPublicJWK().toJSONString() + "]}"));

        assertThat(fitting(FIRST)).containsExactly("first");
    }

    @Test
    void a_discovery_document_must_name_its_own_issuer_and_keys_that_may_be_fetched() {
        for (String document : List.of(
                TestIssuer.document("https://login.example.com", issuer.url() + "/keys"),
                TestIssuer.document(issuer.url() + "/", issuer.url() + "/keys"),
                TestIssuer.document(issuer.url(), "http://login.example.com/keys"),
                TestIssuer.document(issuer.url(), "file:///etc/passwd"),
                "{}")) {
            issuer.answersForDiscovery(exchange -> TestIssuer.answer(exchange, 200, document));
            clock.turn(HeldKeys.APART);
            refused(FIRST, ErrorCode.PROVIDER_UNAVAILABLE);
        }
        for (String inside : List.of("https://169.254.169.254/keys", "https://10.0.0.1/", "https://[fd00:ec2::254]/")) {
            issuer.answersForDiscovery(
                    exchange -> TestIssuer.answer(exchange, 200, TestIssuer.document(issuer.url(), inside)));
            clock.turn(HeldKeys.APART);
            refused(FIRST, ErrorCode.ADDRESS_NOT_ALLOWED);
        }
        assertThat(issuer.asked()).isZero();
    }

    @Test
    void a_name_that_leads_inside_is_refused_where_that_is_not_allowed() {
        try (KeySets outside = keys(EgressConfig.publicOnly(), Duration.ofSeconds(2))) {
            assertThatThrownBy(() -> outside.fitting(new KeySets.Source(ACME, issuer.named(), null), by(FIRST)))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.ADDRESS_NOT_ALLOWED));
        }
        assertThat(issuer.asked()).isZero();
    }

    @Test
    void a_key_is_used_only_as_it_is_meant() {
        RSAKey small = TestIssuer.rsa("small", 1024);
        JWK encrypts = new RSAKey.Builder(TestIssuer.rsa("encrypts"))
                .keyUse(KeyUse.ENCRYPTION)
                .build();
        JWK other = new RSAKey.Builder(TestIssuer.rsa("other"))
                .algorithm(JWSAlgorithm.RS512)
                .build();
        JWK curve = TestIssuer.ec("curve", Curve.P_384);
        issuer.publishes(FIRST, small, encrypts, other, curve);

        assertThat(fitting(FIRST)).hasSize(1);
        for (JWK unfit : List.of(small, encrypts, other, curve)) {
            assertThat(fitting(unfit)).as(unfit.getKeyID()).isEmpty();
        }
        assertThat(keys.fitting(
                        source(ACME),
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("curve").build()))
                .isEmpty();
        assertThat(keys.fitting(
                        source(ACME),
                        new JWSHeader.Builder(JWSAlgorithm.ES384).keyID("curve").build()))
                .hasSize(1);
    }
}
