// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.commands;

import dev.stagedoor.config.Config;
import dev.stagedoor.config.LogConfig;
import dev.stagedoor.crypto.MasterKeys;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code serve} and {@code migrate} read first: the configuration, and the master key, which is in the environment
 * or in its own file, never in the configuration.
 */
public record Settings(AppConfig config, LogConfig log, MasterKeys keys) {
    /** {@code STAGEDOOR_} variables of the launcher, the client, {@code dev} with its bridge, and the examples. */
    private static final Set<String> FOREIGN = Set.of(
            MasterKeys.VARIABLE,
            MasterKeys.VARIABLE + "_FILE",
            "STAGEDOOR_HOME",
            "STAGEDOOR_CACHE",
            "STAGEDOOR_JAVA_OPTS",
            "STAGEDOOR_AOT",
            "STAGEDOOR_LIVEKIT",
            "STAGEDOOR_URL",
            "STAGEDOOR_KEY",
            "STAGEDOOR_API_KEY",
            "STAGEDOOR_PUBLISHABLE_KEY",
            "STAGEDOOR_POSTGRES_USER",
            "STAGEDOOR_BRIDGE_MAX_SESSIONS");

    /** Reads them; reports everything that is wrong at once. */
    public static Settings read(@Nullable Path file, Map<String, String> environment) {
        Config read = load(file, environment);
        return new Settings(AppConfig.of(read), read.section("log", LogConfig.class), MasterKeys.from(environment));
    }

    /** The configuration without the master key; reports everything that is wrong at once. */
    public static AppConfig config(@Nullable Path file, Map<String, String> environment) {
        return AppConfig.of(load(file, environment));
    }

    /** What is logged; reports everything that is wrong at once, in the other sections too. */
    public static LogConfig log(@Nullable Path file, Map<String, String> environment) {
        return load(file, environment).section("log", LogConfig.class);
    }

    private static Config load(@Nullable Path file, Map<String, String> environment) {
        return Config.load(file, environment, AppConfig.sections(), FOREIGN);
    }
}
