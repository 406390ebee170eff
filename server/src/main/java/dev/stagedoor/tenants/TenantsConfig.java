// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/** Settings that apply to all tenants. */
public record TenantsConfig(
        @Setting(
                value =
                        "How long database backups are kept. Deletion receipts say until when backups can contain a deleted tenant's data.",
                initial = "30d",
                max = 3650L * 24 * 3600 * 1000)
        Duration backupRetention) {}
