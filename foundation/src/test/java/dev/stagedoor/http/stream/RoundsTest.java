// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Many that are called equally often take turns, each for as long as it stays")
class RoundsTest {
    private static final Duration INTERVAL = Duration.ofMillis(60);

    private static boolean called(Semaphore calls, int times) throws InterruptedException {
        return calls.tryAcquire(times, 30, TimeUnit.SECONDS);
    }

    @Test
    void each_is_called_again_and_again() throws Exception {
        List<Semaphore> all =
                IntStream.range(0, 50).mapToObj(i -> new Semaphore(0)).toList();
        List<Rounds.Member> members = all.stream()
                .map(calls -> Rounds.every(INTERVAL).join(calls::release))
                .toList();

        for (Semaphore calls : all) {
            assertThat(called(calls, 3)).isTrue();
        }
        members.forEach(Rounds.Member::leave);
    }

    @Test
    void one_that_has_left_is_not_called_and_others_are() throws Exception {
        Semaphore left = new Semaphore(0);
        Semaphore stays = new Semaphore(0);
        Rounds.Member leaving = Rounds.every(INTERVAL).join(left::release);
        Rounds.Member staying = Rounds.every(INTERVAL).join(stays::release);
        assertThat(called(left, 1)).isTrue();

        leaving.leave();
        leaving.leave();
        stays.drainPermits();
        assertThat(called(stays, 2)).as("a round has passed").isTrue();
        left.drainPermits();

        assertThat(called(stays, 3)).isTrue();
        assertThat(left.availablePermits()).isZero();
        staying.leave();
    }

    @Test
    void after_all_have_left_the_next_is_called_again() throws Exception {
        Duration own = Duration.ofMillis(61);
        Semaphore first = new Semaphore(0);
        Rounds.Member member = Rounds.every(own).join(first::release);
        assertThat(called(first, 1)).isTrue();
        member.leave();

        Semaphore next = new Semaphore(0);
        Rounds.Member again = Rounds.every(own).join(next::release);

        assertThat(called(next, 2)).isTrue();
        again.leave();
    }
}
