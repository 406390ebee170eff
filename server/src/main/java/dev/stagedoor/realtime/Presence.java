// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.realtime.wire.CloseCodes;
import dev.stagedoor.realtime.wire.Frames;
import dev.stagedoor.realtime.wire.Wire;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How long a connection may last: while its client's token does, and its client gives signs of life. */
final class Presence {
    private static final Duration WARNING = Duration.ofSeconds(60);

    private final Clock clock;
    private final Duration beat;
    private volatile Token token;
    private volatile boolean warned;
    private volatile long heard = System.nanoTime();
    private long pinged = System.nanoTime();

    /** The client's token: when it was taken, and when it ends. */
    record Token(Instant from, Instant expiresAt) {
        Instant warning() {
            Duration fifth = Duration.between(from, expiresAt).dividedBy(5);
            return expiresAt.minus(fifth.compareTo(WARNING) < 0 ? fifth : WARNING);
        }
    }

    /** The client, as it is told. */
    interface Client {
        /** Says something that is not stored. */
        void say(String type, ObjectNode data);

        /** Closes its connection. */
        void close(int code, String reason);
    }

    Presence(Clock clock, Duration beat, Token token) {
        this.clock = clock;
        this.beat = beat;
        this.token = token;
    }

    Token token() {
        return token;
    }

    /** The client has said something. */
    void heard() {
        heard = System.nanoTime();
    }

    /** A newer token of the same session. */
    void refreshed(Token newer, Client client) {
        token = newer;
        warned = false;
        client.say(Wire.AUTH_REFRESHED, expiry());
    }

    private ObjectNode expiry() {
        return Frames.object().put("expires_at", token.expiresAt().getEpochSecond());
    }

    /** Called about twice a second. */
    void pulse(Client client) {
        Instant time = clock.instant();
        if (!time.isBefore(token.expiresAt())) {
            client.close(CloseCodes.EXPIRED, ErrorCode.TOKEN_EXPIRED.wire());
        } else if (System.nanoTime() - heard > beat.toNanos() * 5 / 2) {
            client.close(CloseCodes.SILENT, "no sign of life");
        } else {
            if (!warned && !time.isBefore(token.warning())) {
                warned = true;
                client.say(Wire.TOKEN_EXPIRING, expiry());
            }
            if (System.nanoTime() - pinged > beat.toNanos()) {
                pinged = System.nanoTime();
                client.say(Wire.PING, Frames.object());
            }
        }
    }
}
