// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A connection lasts while its token does and its client gives signs of life (118, 119, 129)")
class PresenceTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final TurnableClock clock = TurnableClock.at("2026-03-01T12:00:00Z");
    private final List<String> told = new ArrayList<>();
    private final Presence.Client client = new Presence.Client() {
        @Override
        public void say(String type, ObjectNode data) {
            told.add(type);
        }

        @Override
        public void close(int code, String reason) {
            told.add(code + " " + reason);
        }
    };

    private Presence presence(Duration life, Duration beat) {
        return new Presence(clock, beat, token(life));
    }

    private Presence.Token token(Duration life) {
        Instant now = clock.instant();
        return new Presence.Token(now, now.plus(life));
    }

    private List<String> after(Duration time, Presence presence) {
        clock.turn(time);
        told.clear();
        presence.pulse(client);
        presence.pulse(client);
        return told;
    }

    @Test
    @DisplayName("its client is told once, a minute before the end of the token, and with the end it is closed (119)")
    void it_is_told_once_and_then_closed() {
        Presence presence = presence(HOUR, Duration.ofDays(1));

        assertThat(after(HOUR.minusSeconds(61), presence)).isEmpty();
        assertThat(after(Duration.ofSeconds(1), presence)).containsExactly("token_expiring");
        assertThat(after(Duration.ofSeconds(59), presence)).isEmpty();
        assertThat(after(Duration.ofSeconds(1), presence)).contains("4401 token_expired");
    }

    @Test
    void of_a_short_token_a_fifth_is_left_when_it_is_told() {
        Presence presence = presence(Duration.ofSeconds(100), Duration.ofDays(1));

        assertThat(after(Duration.ofSeconds(79), presence)).isEmpty();
        assertThat(after(Duration.ofSeconds(1), presence)).containsExactly("token_expiring");
    }

    @Test
    @DisplayName("a newer token moves the end, and the client is told before that one's, too (119)")
    void a_newer_token_moves_the_end() {
        Presence presence = presence(HOUR, Duration.ofDays(1));
        assertThat(after(HOUR.minusSeconds(30), presence)).containsExactly("token_expiring");

        presence.refreshed(token(HOUR), client);

        assertThat(told).endsWith("auth_refreshed");
        assertThat(after(HOUR.minusSeconds(61), presence)).isEmpty();
        assertThat(after(Duration.ofSeconds(1), presence)).containsExactly("token_expiring");
    }

    @ParameterizedTest
    @ValueSource(ints = {25, 31, 400, 10_000})
    @DisplayName("F3: a life of more days than a timer of milliseconds can hold ends when it ends, and not at once")
    void long_lives_do_not_overflow(int days) {
        Presence presence = presence(Duration.ofDays(days), Duration.ofDays(1));

        assertThat(after(Duration.ofDays(days).minusSeconds(61), presence)).isEmpty();
        assertThat(after(Duration.ofSeconds(61), presence)).contains("4401 token_expired");
    }

    @Test
    @DisplayName("F18: a client that has not been heard for two and a half beats is closed, half open or not (129)")
    void a_silent_client_is_closed() {
        Presence presence = presence(HOUR, Duration.ofNanos(1));

        presence.pulse(client);

        assertThat(told).containsExactly("4408 no sign of life");
    }

    @Test
    @DisplayName("one that is heard is asked once in each beat, and stays (129)")
    void a_client_that_is_heard_is_asked_and_stays() {
        Presence presence = presence(HOUR, Duration.ofMillis(200));

        TestTenant.until("asked three times", () -> {
            presence.heard();
            presence.pulse(client);
            return told.size() >= 3;
        });

        assertThat(told).containsOnly("ping");
        told.clear();
        Presence seldom = presence(HOUR, Duration.ofDays(1));
        seldom.pulse(client);
        assertThat(told).isEmpty();
    }
}
