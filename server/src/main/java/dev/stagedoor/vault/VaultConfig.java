// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/** How credentials are verified when they are put, and when they are old. */
public record VaultConfig(
        @Setting(
                value = "Timeout of the request that verifies a credential with its provider.",
                initial = "10s",
                min = 100,
                max = 60_000)
        Duration probeTimeout,

        @Setting(
                value = "How long a credential may wait for its verification; after that it has failed.",
                initial = "2m",
                min = 1_000,
                max = 3_600_000)
        Duration pendingTimeout,

        @Setting(
                value = "How old a credential or an API key is when its tenant is told (events credential.aging and"
                        + " key.aging), and again each time after that.",
                initial = "90d",
                min = 86_400_000,
                max = 315_360_000_000L)
        Duration remindAge) {

    public VaultConfig {
        if (pendingTimeout.compareTo(probeTimeout.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "vault.pending_timeout must be at least twice vault.probe_timeout, or a slow verification is cut off");
        }
    }

    /** The defaults. */
    public static VaultConfig usual() {
        return Config.defaults(VaultConfig.class);
    }
}
