// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.doctor;

import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.commands.Settings;
import dev.stagedoor.config.ConfigRefused;
import dev.stagedoor.crypto.MasterKeyRefused;
import dev.stagedoor.crypto.MasterKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the configuration and the master key, independently of each other. */
record CheckSettings(List<CheckResult> results, Optional<AppConfig> config, Optional<MasterKeys> keys) {
    private static final String CONFIGURATION = "configuration";
    private static final String MASTER_KEY = "master key";

    static CheckSettings of(@Nullable Path file, Map<String, String> environment) {
        List<CheckResult> results = new ArrayList<>();
        return new CheckSettings(results, config(file, environment, results), keys(environment, results));
    }

    private static Optional<AppConfig> config(
            @Nullable Path file, Map<String, String> environment, List<CheckResult> results) {
        try {
            AppConfig config = Settings.config(file, environment);
            results.add(CheckResult.ok(CONFIGURATION, file == null ? "from the environment" : "from " + file));
            return Optional.of(config);
        } catch (ConfigRefused refused) {
            refused.reasons().forEach(reason -> results.add(CheckResult.failed(CONFIGURATION, reason, null)));
            return Optional.empty();
        }
    }

    private static Optional<MasterKeys> keys(Map<String, String> environment, List<CheckResult> results) {
        try {
            MasterKeys keys = MasterKeys.from(environment);
            results.add(CheckResult.ok(
                    MASTER_KEY, "the primary one is " + keys.primary().id()));
            return Optional.of(keys);
        } catch (MasterKeyRefused refused) {
            results.add(CheckResult.failed(MASTER_KEY, String.valueOf(refused.getMessage()), null));
            return Optional.empty();
        }
    }
}
