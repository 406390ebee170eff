// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;

/** When tenants are verified by themselves. */
public record EvidenceConfig(
        @Setting(
                value = "Verify every tenant with a LiveKit project once each night, between 0:00 and 6:00 UTC.",
                initial = "false")
        boolean nightly) {

    /** The defaults: only when somebody asks. */
    public static EvidenceConfig usual() {
        return Config.defaults(EvidenceConfig.class);
    }
}
