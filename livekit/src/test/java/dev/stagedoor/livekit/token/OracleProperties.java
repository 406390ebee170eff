// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.livekit.TrackSource;
import dev.stagedoor.livekit.webhook.WebhookVerifier;
import io.livekit.server.WebhookReceiver;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Compares with LiveKit's own Kotlin SDK: where both can express something, the claims are equal, and each accepts the
 * other's tokens. Known differences are removed before comparing: the SDK has no {@code iat}, {@code nbf} and {@code
 * jti} only on demand, and an empty {@code sip} object in every token.
 */
final class OracleProperties {
    private static final ApiKey KEY = ApiKey.of("APIoracle", Tokens.SECRET);
    private static final TokenSigner SIGNER = new TokenSigner(KEY);
    private static final TokenVerifier VERIFIER = new TokenVerifier(KEY);

    /** What both can express. */
    record Said(
            String identity,
            String name,
            String metadata,
            Map<String, String> attributes,
            VideoGrant video,
            List<ServerGrant> server) {}

    @Property
    void both_write_the_same_claims(@ForAll("sayings") Said said) {
        assertThat(comparable(ours(said))).isEqualTo(comparable(theirs(said)));
    }

    @Property
    void each_accepts_the_others_tokens(@ForAll("sayings") Said said) {
        var theirVerifier = JWT.require(Algorithm.HMAC256(Tokens.SECRET))
                .withIssuer(KEY.id())
                .build();
        assertThat(theirVerifier.verify(ours(said)).getSubject()).isEqualTo(said.identity());
        assertThat(VERIFIER.verify(theirs(said))).isInstanceOfSatisfying(Verification.Accepted.class, accepted -> {
            var grants = accepted.token().grants();
            assertThat(grants.identity()).isEqualTo(said.identity());
            assertThat(grants.name()).isEqualTo(said.name());
            assertThat(grants.video()).isEqualTo(said.video());
            assertThat(grants.serverGrants()).containsExactlyInAnyOrderElementsOf(said.server());
            assertThat(grants.attributes()).isEqualTo(said.attributes());
        });
    }

    @Property
    void what_is_signed_here_is_read_here_as_it_was(@ForAll("sayings") Said said) {
        assertThat(VERIFIER.verify(ours(said)))
                .isInstanceOfSatisfying(
                        Verification.Accepted.class,
                        accepted -> assertThat(accepted.token().grants())
                                .isEqualTo(token(said).grants()));
    }

    @Example
    void their_webhook_receiver_takes_a_webhook_signed_here() {
        var body = "{\"event\":\"room_started\",\"room\":{\"name\":\"acme.lobby\"},\"id\":\"EV_1\"}";
        var signed = SIGNER.sign(AccessToken.forServer()
                .sha256(WebhookVerifier.sha256(body.getBytes(StandardCharsets.UTF_8)))
                .build());
        // It allows no leeway and reads nbf in whole seconds: this second's token is just valid.
        var event = new WebhookReceiver(KEY.id(), Tokens.SECRET).receive(body, signed.jwt());
        assertThat(event.getRoom().getName()).isEqualTo("acme.lobby");
    }

    private static AccessToken token(Said said) {
        var builder = AccessToken.forParticipant(said.identity())
                .name(said.name())
                .metadata(said.metadata())
                .attributes(said.attributes())
                .video(said.video())
                .ttl(Duration.ofMinutes(5));
        said.server().forEach(grant -> builder.allowUnscoped(grant));
        return builder.build();
    }

    private static String ours(Said said) {
        return SIGNER.sign(token(said), Clock.systemUTC().instant()).jwt();
    }

    private static String theirs(Said said) {
        var token = new io.livekit.server.AccessToken(KEY.id(), Tokens.SECRET);
        token.setIdentity(said.identity());
        token.setName(said.name());
        token.setMetadata(said.metadata());
        token.getAttributes().putAll(said.attributes());
        token.setTtl(Duration.ofMinutes(5).toMillis());
        OracleGrants.video(said.video()).forEach(grant -> token.addGrants(grant));
        for (var grant : said.server()) {
            OracleGrants.add(token, grant);
        }
        return token.toJwt();
    }

    private static JsonNode comparable(String jwt) {
        var claims = (ObjectNode) Tokens.claims(jwt);
        claims.remove(List.of("iat", "nbf", "exp", "jti"));
        for (var section : List.of("video", "sip", "attributes")) {
            if (claims.path(section).isObject() && claims.path(section).isEmpty()) {
                claims.remove(section);
            }
        }
        return claims;
    }

    @Provide
    Arbitrary<Said> sayings() {
        var text = Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(20)
                .all()
                .filter(value -> StandardCharsets.UTF_8.newEncoder().canEncode(value));
        var server = Arbitraries.of(OracleGrants.KNOWN).list().uniqueElements().ofMaxSize(3);
        return Combinators.combine(
                        text, text, text, Arbitraries.maps(text, text).ofMaxSize(4), grants(text), server)
                .as(Said::new);
    }

    private static Arbitrary<VideoGrant> grants(Arbitrary<String> text) {
        var flag = Arbitraries.of(true, false);
        var threeValued = flag.injectNull(0.3);
        var sources = Arbitraries.of(TrackSource.CAMERA, TrackSource.MICROPHONE, TrackSource.SCREEN_SHARE)
                .list()
                .uniqueElements()
                .ofMaxSize(3);
        return Combinators.combine(text, flag, threeValued, threeValued, threeValued, sources, flag, threeValued)
                .as((room, admin, publish, subscribe, data, from, hidden, own) -> VideoGrant.joining(room)
                        .roomAdmin(admin)
                        .canPublish(publish)
                        .canSubscribe(subscribe)
                        .canPublishData(data)
                        .canPublishSources(from)
                        .hidden(hidden)
                        .canUpdateOwnMetadata(own)
                        .build());
    }
}
