package dev.stagedoor.tenants;

import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/** What an operator says of tenants as a whole. */
public record TenantsConfig(
        @Setting(
                value = "How long backups of the database are kept; a deletion's receipt says so",
                initial = "30d",
                max = 3650L * 24 * 3600 * 1000)
        Duration backupRetention) {}
