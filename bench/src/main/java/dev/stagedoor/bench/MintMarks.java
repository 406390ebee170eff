// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenSigner;
import dev.stagedoor.livekit.token.VideoGrant;
import io.livekit.server.CanPublish;
import io.livekit.server.CanPublishData;
import io.livekit.server.CanSubscribe;
import io.livekit.server.RoomJoin;
import io.livekit.server.RoomName;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The same token from several libraries: identity, name, room, three grants, one hour. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MintMarks {
    static final String KEY = "APIbench";
    static final String SECRET = "a-secret-of-the-benchmark-and-nobody-else";
    private static final String ROOM = "acme.support-7f3a";
    private static final Duration LIFE = Duration.ofHours(1);

    private final TokenSigner signer = new TokenSigner(ApiKey.of(KEY, SECRET));
    private final Mac mac = mac();
    private byte[] signed = {};
    private int n;

    private static Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Prepares the signed part of such a token: header, dot, payload. */
    @Setup
    public void prepare() {
        String jwt = stagedoor();
        signed = jwt.substring(0, jwt.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
    }

    /** Ours, from the builder to the JWT string. */
    @Benchmark
    public String stagedoor() {
        VideoGrant video = VideoGrant.joining(ROOM)
                .canPublish(true)
                .canSubscribe(true)
                .canPublishData(true)
                .build();
        AccessToken token = AccessToken.forParticipant("user_" + n++)
                .name("Alice")
                .video(video)
                .ttl(LIFE)
                .build();
        return signer.sign(token).jwt();
    }

    /** LiveKit's JVM SDK, used as in its README. */
    @Benchmark
    public String kotlinSdk() {
        io.livekit.server.AccessToken token = new io.livekit.server.AccessToken(KEY, SECRET);
        token.setIdentity("user_" + n++);
        token.setName("Alice");
        token.setTtl(LIFE.toMillis());
        token.addGrants(
                new RoomJoin(true),
                new RoomName(ROOM),
                new CanPublish(true),
                new CanSubscribe(true),
                new CanPublishData(true));
        return token.toJwt();
    }

    /** The floor: just the signature, over as many bytes, reusing one Mac. */
    @Benchmark
    public byte[] hmacAlone() {
        return mac.doFinal(signed);
    }
}
