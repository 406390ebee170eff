// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.limits;

import dev.stagedoor.kernel.Setting;

/** Rate limits of operators; those of tenants are in their policies. */
public record LimitsConfig(
        @Setting(
                value = "Requests per second for each operator key, sustained.",
                initial = "100",
                min = 1,
                max = 100_000)
        int operatorPerSecond,

        @Setting(value = "Burst size for each operator key, in requests.", initial = "200", min = 1, max = 100_000)
        int operatorBurst) {}
