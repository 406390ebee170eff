package dev.stagedoor.limits;

import dev.stagedoor.kernel.Setting;

/** How fast operators may ask; tenants' limits are in their policies. */
public record LimitsConfig(
        @Setting(
                value = "Requests per second of one operator's key, sustained.",
                initial = "100",
                min = 1,
                max = 100_000)
        int operatorPerSecond,

        @Setting(
                value = "Requests of one operator's key at once, after a pause.",
                initial = "200",
                min = 1,
                max = 100_000)
        int operatorBurst) {}
