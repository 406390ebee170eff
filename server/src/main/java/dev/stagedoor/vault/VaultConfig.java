package dev.stagedoor.vault;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/** How credentials are probed, and the platform's own LiveKit project, which no tenant may put (I1). */
public record VaultConfig(
        @Setting(
                value = "How long a LiveKit server may take to answer when a credential is put.",
                initial = "10s",
                min = 100,
                max = 60_000)
        Duration probeTimeout,

        @Setting(
                value = "After what time a credential that was never probed to the end is given up.",
                initial = "2m",
                min = 1_000,
                max = 3_600_000)
        Duration pendingFor,

        @Setting(value = "The url of the platform's own LiveKit project, if it has one.", initial = "")
        String platformServerUrl,

        @Setting(value = "The API key of the platform's own LiveKit project.", initial = "")
        String platformApiKey,

        @Setting(value = "The API secret of the platform's own LiveKit project.", initial = "")
        Secret platformApiSecret) {

    public VaultConfig {
        if (pendingFor.compareTo(probeTimeout.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "vault.pending_for must be at least twice vault.probe_timeout, or a slow probe is given up on");
        }
    }

    /** What holds when nothing is set. */
    public static VaultConfig usual() {
        return Config.defaults(VaultConfig.class);
    }

    /** The same with the platform's own project. */
    public VaultConfig withPlatform(String serverUrl, String apiKey, Secret apiSecret) {
        return new VaultConfig(probeTimeout, pendingFor, serverUrl, apiKey, apiSecret);
    }
}
