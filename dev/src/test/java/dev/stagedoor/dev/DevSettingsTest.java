// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.config.ConfigRefused;
import dev.stagedoor.config.LogConfig;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.realtime.voice.VoiceConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("dev uses a setting of the environment, or refuses it")
class DevSettingsTest {
    private static final Map<String, String> DECIDED = DevConfig.of(
            8080,
            new DatabaseSettings(
                    "jdbc:postgresql://127.0.0.1:5432/stagedoor",
                    "stagedoor",
                    8,
                    Duration.ofSeconds(4),
                    "admin",
                    Secret.of("password")),
            new VoiceConfig("ws://127.0.0.1:8790", Secret.of("a secret of at least thirty-two characters")),
            Optional.empty());

    private static AppConfig config(Map<String, String> environment) {
        return DevSettings.of(environment).with(DECIDED);
    }

    private static List<String> refusals(Map<String, String> environment) {
        try {
            DevSettings.of(environment);
        } catch (ConfigRefused refused) {
            return refused.reasons();
        }
        throw new AssertionError("it was accepted");
    }

    @Test
    void what_dev_does_not_decide_is_read_like_serve_reads_it() {
        AppConfig config = config(Map.of(
                "STAGEDOOR_DISPATCH_DEADLINE", "90s",
                "STAGEDOOR_CALLS_JOIN_TIMEOUT", "7s",
                "STAGEDOOR_DATABASE_STATEMENT_TIMEOUT", "9s"));

        assertThat(config.dispatch().deadline()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.calls().joinTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.database().statementTimeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.database().url()).isEqualTo("jdbc:postgresql://127.0.0.1:5432/stagedoor");
    }

    @Test
    void what_dev_only_does_differently_can_be_set() {
        DevSettings usual = DevSettings.of(Map.of());
        assertThat(usual.with(DECIDED).launch().pollInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(usual.log()).isEqualTo(new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.WARN));

        DevSettings told =
                DevSettings.of(Map.of("STAGEDOOR_LAUNCH_POLL_INTERVAL", "1s", "STAGEDOOR_LOG_LEVEL", "debug"));
        assertThat(told.with(DECIDED).launch().pollInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(told.log()).isEqualTo(new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.DEBUG));
    }

    /** All that {@code dev} decides, so that none of it is forgotten here, and the other ways to say the same. */
    static Stream<String> decided() {
        return Stream.concat(
                DECIDED.keySet().stream(),
                Stream.of(
                        "STAGEDOOR_DATABASE_ADMIN_USER",
                        "STAGEDOOR_DATABASE_ADMIN_PASSWORD",
                        "STAGEDOOR_DATABASE_ADMIN_PASSWORD_FILE",
                        "STAGEDOOR_REALTIME_VOICE_SECRET_FILE",
                        "STAGEDOOR_MASTER_KEY",
                        "STAGEDOOR_MASTER_KEY_FILE"));
    }

    @ParameterizedTest
    @MethodSource("decided")
    void what_dev_decides_is_refused_with_the_way_out_and_without_its_value(String variable) {
        assertThat(refusals(Map.of(variable, "hush")))
                .singleElement()
                .asString()
                .startsWith(variable + " (environment variable): dev ")
                .contains("; unset it, ")
                .doesNotContain("hush");
    }

    @Test
    void all_that_is_wrong_is_said_at_once() {
        assertThat(refusals(Map.of(
                        "STAGEDOOR_HTTP_PORT", "9000",
                        "STAGEDOOR_DISPATCH_DEADLNE", "90s",
                        "STAGEDOOR_CALLS_JOIN_TIMEOUT", "soon")))
                .containsExactly(
                        "STAGEDOOR_HTTP_PORT (environment variable): dev has an option for it; unset it, and use --port",
                        "STAGEDOOR_DISPATCH_DEADLNE (environment variable): unknown key; did you mean"
                                + " STAGEDOOR_DISPATCH_DEADLINE?",
                        "calls.join_timeout (environment variable STAGEDOOR_CALLS_JOIN_TIMEOUT): must be a duration such"
                                + " as 500ms, 10s, 5m, 1h or 7d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
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
                "STAGEDOOR_BRIDGE_MAX_SESSIONS",
                "LIVEKIT_URL"
            })
    void what_belongs_to_the_launcher_the_client_dev_or_an_example_is_left_alone(String variable) {
        assertThat(config(Map.of(variable, "anything"))).isEqualTo(config(Map.of()));
    }
}
