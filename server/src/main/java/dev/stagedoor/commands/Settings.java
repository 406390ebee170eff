package dev.stagedoor.commands;

import dev.stagedoor.config.Config;
import dev.stagedoor.config.LogConfig;
import dev.stagedoor.crypto.MasterKeys;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code serve} and {@code migrate} read before anything else: the configuration, and the master key,
 * which is in the environment or in a file of its own and never in the configuration.
 */
public record Settings(AppConfig config, LogConfig log, MasterKeys keys) {
    /** Variables that begin with {@code STAGEDOOR_} and are the launcher's, the client's or {@code dev}'s. */
    private static final Set<String> FOREIGN = Set.of(
            MasterKeys.VARIABLE,
            MasterKeys.VARIABLE + "_FILE",
            "STAGEDOOR_HOME",
            "STAGEDOOR_CACHE",
            "STAGEDOOR_JAVA_OPTS",
            "STAGEDOOR_AOT",
            "STAGEDOOR_LIVEKIT",
            "STAGEDOOR_URL",
            "STAGEDOOR_KEY");

    /** Reads them; refuses with everything that is wrong. */
    public static Settings read(@Nullable Path file, Map<String, String> environment) {
        Config read = load(file, environment);
        return new Settings(AppConfig.of(read), read.section("log", LogConfig.class), MasterKeys.from(environment));
    }

    /** The configuration without the master key; refuses with everything that is wrong. */
    public static AppConfig config(@Nullable Path file, Map<String, String> environment) {
        return AppConfig.of(load(file, environment));
    }

    private static Config load(@Nullable Path file, Map<String, String> environment) {
        return Config.load(file, environment, AppConfig.sections(), FOREIGN);
    }
}
