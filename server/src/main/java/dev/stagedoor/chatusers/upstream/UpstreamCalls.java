// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.stagedoor.chatusers.upstream.UpstreamFailed.Why;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;

/**
 * Calls of one tenant's server at a time that bound what it can cost us (I7): a call that finds nobody is made once more,
 * and one that finds the server busy a few times, after a moment and within the same deadline; after too many that found
 * nobody there are none for a while. A key that was refused is
 * not tried again for a minute, nor is another chat user asked for where there was no room.
 */
final class UpstreamCalls {
    /** How long a refusal is remembered; and somebody is told of a refused key once in that time. */
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int MOST = 20_000;
    private static final Duration UNUSED = Duration.ofHours(1);

    private final UpstreamClient client;
    private final UpstreamMeters meters;
    private final Clock clock;
    private final BiConsumer<TenantId, UpstreamServer> alert;
    private final Cache<Place, UpstreamBreaker> breakers;
    private final Cache<Key, Boolean> rejected;
    private final Cache<Place, Boolean> full;

    /** A tenant's server: when it moves to another, the old one's breaker must not block the new one. */
    private record Place(TenantId tenant, ServerUrl url) {}

    /** The key that was refused; another version is tried at once. */
    private record Key(TenantId tenant, ServerUrl url, long version) {}

    /** {@code alert} is told of a refused key. */
    UpstreamCalls(
            UpstreamClient client, UpstreamMeters meters, Clock clock, BiConsumer<TenantId, UpstreamServer> alert) {
        this.client = client;
        this.meters = meters;
        this.clock = clock;
        this.alert = alert;
        Ticker ticker = () -> Duration.ofMillis(clock.millis()).toNanos();
        this.breakers = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(UNUSED)
                .build();
        this.rejected = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(WINDOW)
                .ticker(ticker)
                .build();
        this.full = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(WINDOW)
                .ticker(ticker)
                .build();
    }

    /**
     * The answer.
     *
     * @throws UpstreamFailed if there is none, or a refusal
     */
    JsonNode send(TenantId tenant, UpstreamServer server, UpstreamClient.Call call) {
        Key key = new Key(tenant, server.url(), server.version());
        if (rejected.getIfPresent(key) != null) {
            throw UpstreamFailed.notCalled(Why.REJECTED, "the key was refused a moment ago");
        }
        try {
            return again(tenant, server, call);
        } catch (UpstreamFailed failed) {
            if (failed.why() == Why.REJECTED && rejected.asMap().putIfAbsent(key, true) == null) {
                alert.accept(tenant, server);
            }
            throw failed;
        }
    }

    /** As {@link #send}, for a call that makes a chat user. */
    JsonNode create(TenantId tenant, UpstreamServer server, UpstreamClient.Call call) {
        Place place = new Place(tenant, server.url());
        if (full.getIfPresent(place) != null) {
            throw UpstreamFailed.notCalled(Why.QUOTA, "there was no room a moment ago");
        }
        try {
            return send(tenant, server, call);
        } catch (UpstreamFailed failed) {
            if (failed.why() == Why.QUOTA) {
                full.put(place, true);
            }
            throw failed;
        }
    }

    private JsonNode again(TenantId tenant, UpstreamServer server, UpstreamClient.Call call) {
        UpstreamBreaker breaker =
                breakers.get(new Place(tenant, server.url()), place -> new UpstreamBreaker(tenant.value(), clock));
        long end = System.nanoTime() + client.timeout().toNanos();
        for (int attempt = 1; ; attempt++) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            try {
                return meters.timed(() -> breaker.call(() -> client.send(tenant, server, call, left)));
            } catch (UpstreamFailed failed) {
                Duration pause =
                        Duration.ofMillis(attempt * ThreadLocalRandom.current().nextLong(50, 200));
                boolean late = System.nanoTime() + pause.toNanos() * 2 > end;
                if (late || attempt >= attempts(failed) || !pause(pause)) {
                    throw failed;
                }
            }
        }
    }

    private static int attempts(UpstreamFailed failed) {
        return switch (failed.why()) {
            case UNAVAILABLE -> failed.isCalled() ? 2 : 1;
            case BUSY -> 5;
            case REJECTED, QUOTA, NOT_FOUND, CONFLICT, DISABLED, OTHER -> 1;
        };
    }

    /** Whether nobody interrupted it. */
    private static boolean pause(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
