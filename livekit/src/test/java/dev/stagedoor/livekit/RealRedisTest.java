// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The Redis that tests of telephony rely on: one for each tenant, and gone when closed. */
final class RealRedisTest {
    @Test
    void two_run_side_by_side_and_leave_no_process() {
        RealRedis one = RealRedis.start();
        try (var other = RealRedis.start()) {
            assertThat(one.yaml()).isNotEqualTo(other.yaml()).startsWith("redis: {address: \"127.0.0.1:");
        } finally {
            one.close();
        }
        assertThat(ProcessHandle.of(one.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    }
}
