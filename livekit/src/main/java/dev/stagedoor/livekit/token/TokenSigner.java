// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import dev.stagedoor.livekit.wire.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/**
 * Signs tokens with one API key. Thread-safe. Keep it: it holds the MAC's state and buffers, so a token costs about a
 * microsecond.
 */
public final class TokenSigner {
    /**
     * The longest token that this library creates or reads, in characters. Clients send it in a URL: stay far below.
     */
    public static final int LONGEST_TOKEN = 64 * 1024;

    private static final byte[] HEADER = Base64.getUrlEncoder()
            .withoutPadding()
            .encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII));

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int MAC_BYTES = 32;
    private static final int MAC_TEXT = 43;
    private static final int KEPT = 8 * 1024;
    private static final int SLOTS = 16;

    /** Random, since a counter would tell every holder of a token how many others there are. */
    private static final int JTI_BYTES = 16;

    private final ApiKey key;
    private final Clock clock;
    private final Bench first;
    private final AtomicReferenceArray<@Nullable Bench> benches = new AtomicReferenceArray<>(SLOTS);

    /** A signer that uses the system clock. */
    public TokenSigner(ApiKey key) {
        this(key, Clock.systemUTC());
    }

    /** A signer that uses {@code clock}. */
    public TokenSigner(ApiKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
        this.first = new Bench(key.newMac());
    }

    /** The id of the API key: the {@code iss} of the tokens. */
    public String keyId() {
        return key.id();
    }

    /**
     * Signs {@code token} as of now.
     *
     * @throws IllegalArgumentException if it would be longer than {@link #LONGEST_TOKEN}, or contains invalid Unicode
     */
    public SignedToken sign(AccessToken token) {
        return sign(token, clock.instant());
    }

    /** Signs {@code token} as of {@code now}: its {@code nbf} is exactly that second. */
    public SignedToken sign(AccessToken token, Instant now) {
        int slot = (int) Thread.currentThread().threadId() & (SLOTS - 1);
        var bench = benches.getAndSet(slot, null);
        if (bench == null) {
            bench = first.another();
        }
        try {
            return bench.sign(key.id(), token, now.getEpochSecond());
        } finally {
            bench.json.reset(KEPT);
            benches.lazySet(slot, bench);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "TokenSigner[" + key.id() + "]";
    }

    /** State that one thread uses at a time. */
    private static final class Bench {
        private final Mac mac;
        private final JsonBytes json = new JsonBytes();
        private final byte[] digest = new byte[MAC_BYTES];
        private final SecureRandom random = new SecureRandom();
        private final byte[] jti = new byte[JTI_BYTES];

        Bench(Mac mac) {
            this.mac = mac;
        }

        Bench another() {
            try {
                return new Bench((Mac) mac.clone());
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("this JDK's HmacSHA256 cannot be copied", e);
            }
        }

        private String newId() {
            random.nextBytes(jti);
            return HexFormat.of().formatHex(jti);
        }

        SignedToken sign(String keyId, AccessToken token, long now) {
            var id = token.id() == null ? newId() : token.id();
            long expires = Math.addExact(now, token.ttl().toSeconds());
            json.open()
                    .text(ClaimsJson.ISS, keyId)
                    .text(ClaimsJson.SUB, token.grants().identity())
                    .number(ClaimsJson.NBF, now)
                    .number(ClaimsJson.IAT, now)
                    .number(ClaimsJson.EXP, expires)
                    .text(ClaimsJson.JTI, id);
            ClaimsJson.write(json, token.grants());
            json.close();
            return new SignedToken(assemble(), id, Instant.ofEpochSecond(now), Instant.ofEpochSecond(expires));
        }

        /** header.payload.signature */
        private String assemble() {
            var payload = BASE64.encode(json.toBytes());
            int signed = HEADER.length + 1 + payload.length;
            int total = signed + 1 + MAC_TEXT;
            if (total > LONGEST_TOKEN) {
                throw new IllegalArgumentException("the token would be longer than " + LONGEST_TOKEN + " characters");
            }
            var jwt = Arrays.copyOf(HEADER, total);
            jwt[HEADER.length] = '.';
            System.arraycopy(payload, 0, jwt, HEADER.length + 1, payload.length);
            mac.update(jwt, 0, signed);
            try {
                mac.doFinal(digest, 0);
            } catch (ShortBufferException e) {
                throw new IllegalStateException("HmacSHA256 is longer than 32 bytes", e);
            }
            jwt[signed] = '.';
            System.arraycopy(BASE64.encode(digest), 0, jwt, signed + 1, MAC_TEXT);
            return new String(jwt, StandardCharsets.ISO_8859_1);
        }
    }
}
