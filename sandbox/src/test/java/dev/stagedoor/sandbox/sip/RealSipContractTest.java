// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.conformance.Target;
import dev.stagedoor.conformance.sip.SipContract;
import dev.stagedoor.livekit.RealRedis;
import dev.stagedoor.livekit.RealServer;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

/** Each tenant with a server and a Redis of its own: two servers on one Redis share all trunks and rules. */
@DisplayName("A real livekit-server with Redis")
final class RealSipContractTest extends SipContract {
    private static @Nullable Real one;
    private static @Nullable Real another;

    private record Real(RealRedis redis, RealServer server, Target target) implements AutoCloseable {
        static Real start() {
            RealRedis redis = RealRedis.start();
            RealServer server = RealServer.start(redis.yaml());
            return new Real(redis, server, new Target(URI.create(server.url()), server.key(), server.secret()));
        }

        @Override
        public void close() {
            target.close();
            server.close();
            redis.close();
        }
    }

    @BeforeAll
    static void start() {
        one = Real.start();
        another = Real.start();
    }

    @AfterAll
    static void stop() {
        if (one != null) one.close();
        if (another != null) another.close();
    }

    @Override
    public Target target() {
        return running(one).target();
    }

    @Override
    public Target other() {
        return running(another).target();
    }

    private static Real running(@Nullable Real real) {
        if (real == null) throw new AssertionError("no server was started");
        return real;
    }
}
