// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An identity provider on loopback, whose keys and faults a test chooses. */
final class TestIssuer implements AutoCloseable {
    static final String CLIENT = "shop-web";

    private final Clock clock;
    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile List<JWK> published = List.of();
    private volatile HttpHandler keys = exchange -> answer(exchange, 200, new JWKSet(published).toString());
    private volatile HttpHandler discovery = exchange -> answer(exchange, 200, document(url(), url() + "/keys"));

    /** Begins on any free port, with one RSA key. */
    TestIssuer(Clock clock) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            keys.handle(exchange);
        });
        server.createContext("/.well-known/openid-configuration", exchange -> discovery.handle(exchange));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    static RSAKey rsa(String id) {
        return rsa(id, 2048);
    }

    static RSAKey rsa(String id, int bits) {
        try {
            return new RSAKeyGenerator(bits, bits < 2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static ECKey ec(String id, Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static OctetKeyPair ed25519(String id) {
        try {
            return new OctetKeyPairGenerator(Curve.Ed25519).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String document(String issuer, String keys) {
        return "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(issuer, keys);
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Its {@code iss}. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The same by a name. */
    String named() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Publishes the public halves of these keys, and no others. */
    TestIssuer publishes(JWK... all) {
        published = List.of(all);
        return this;
    }

    /** Answers for its keys in another way. */
    void answersForKeys(HttpHandler how) {
        keys = how;
    }

    /** Answers for its discovery document in another way. */
    void answersForDiscovery(HttpHandler how) {
        discovery = how;
    }

    /** How often it was asked for its keys. */
    int asked() {
        return asked.get();
    }

    /** The claims of a token for {@code user}, of this moment, for five minutes. */
    JWTClaimsSet.Builder claims(String user) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .subject(user)
                .audience(CLIENT)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    /** A token for {@code user}, signed with that key as is usual for it. */
    String token(JWK key, String user) {
        return signed(key, claims(user).build());
    }

    static String signed(JWK key, JWTClaimsSet claims) {
        return signed(key, header -> header.type(JOSEObjectType.JWT), claims);
    }

    static String signed(JWK key, Consumer<JWSHeader.Builder> how, JWTClaimsSet claims) {
        return signed(key, usual(key), how, claims);
    }

    static String signed(JWK key, JWSAlgorithm algorithm, Consumer<JWSHeader.Builder> how, JWTClaimsSet claims) {
        JWSHeader.Builder header = new JWSHeader.Builder(algorithm).keyID(key.getKeyID());
        how.accept(header);
        SignedJWT token = new SignedJWT(header.build(), claims);
        try {
            token.sign(signer(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static JWSAlgorithm usual(JWK key) {
        return switch (key) {
            case RSAKey rsa -> JWSAlgorithm.RS256;
            case ECKey ec when ec.getCurve().equals(Curve.P_384) -> JWSAlgorithm.ES384;
            case ECKey ec when ec.getCurve().equals(Curve.P_521) -> JWSAlgorithm.ES512;
            case ECKey ec -> JWSAlgorithm.ES256;
            default -> JWSAlgorithm.EdDSA;
        };
    }

    private static JWSSigner signer(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSASSASigner(rsa);
            case ECKey ec -> new ECDSASigner(ec);
            case OctetKeyPair pair -> new Ed25519Signer(pair);
            default -> throw new IllegalArgumentException("signs nothing");
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
