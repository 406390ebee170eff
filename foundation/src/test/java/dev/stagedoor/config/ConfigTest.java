// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.Setting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** E2: the whole configuration is valid, or the server does not start and reports every problem. */
class ConfigTest {
    private static final String WHOLE_HTTP = """
        http:
          host: 0.0.0.0
          port: 9090
          metrics_port: 9091
          max_body: 2MiB
          max_headers: 32KiB
          request_timeout: 1m
          idle_timeout: 5m
          max_connections: 100
          keep_alive: 500ms
          drain_delay: 5s
          drain_timeout: 1m
          hsts: 365d
          access_log: false
          trusted_proxies: [10.0.0.0/8]
          public_url: https://stagedoor.example
          sockets: {max_per_tenant: 10, max_per_key: 5}
          streams: {max_per_tenant: 20, max_per_key: 10}
        """;

    enum Mode {
        REAL,
        IN_PROCESS
    }

    enum Role {
        APP,
        LANE
    }

    record Range(String text) {
        public static Range parse(String text) {
            if (!text.contains("/")) {
                throw new IllegalArgumentException("must be a range such as 10.0.0.0/8");
            }
            return new Range(text);
        }
    }

    record Pool(
            @Setting(value = "Connections.", initial = "10", min = 1, max = 100)
            int size) {}

    record StoreSettings(
            @Setting("Where it is.") String url,
            @Setting("The password.") Secret password,

            @Setting(value = "Each role's password.", initial = "none")
            Map<Role, Secret> passwords,

            @Setting(value = "The pool.") Pool pool,

            @Setting(value = "What may be called.", initial = "")
            List<Range> ranges,

            @Setting(value = "What to run.", initial = "real")
            Mode mode,

            @Setting(value = "A further secret.") Optional<Secret> token,

            @Setting(value = "How long.", initial = "10s", min = 1000, max = 60_000)
            Duration patience) {}

    private static final Map<String, Class<? extends Record>> SECTIONS = Map.of("store", StoreSettings.class);

    @TempDir
    @Nullable
    Path folder;

    @Test
    void what_is_not_set_has_its_default() {
        HttpConfig http = Config.load(null, Map.of(), Map.of("http", HttpConfig.class), Set.of())
                .section("http", HttpConfig.class);

        assertThat(http)
                .isEqualTo(new HttpConfig(
                        "127.0.0.1",
                        8080,
                        0,
                        new DataSize(1 << 20),
                        new DataSize(16 << 10),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(2),
                        20_000,
                        Duration.ofSeconds(15),
                        Duration.ZERO,
                        Duration.ofSeconds(20),
                        Duration.ZERO,
                        true,
                        List.of(),
                        "",
                        new HttpConfig.Sockets(1000, 200),
                        new HttpConfig.Streams(500, 200)));
    }

    @Test
    void every_key_of_the_http_section_is_mapped() throws IOException {
        Path file = yaml("rw-r--r--", WHOLE_HTTP);

        assertThat(http(file))
                .isEqualTo(new HttpConfig(
                        "0.0.0.0",
                        9090,
                        9091,
                        new DataSize(2 << 20),
                        new DataSize(32 << 10),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        100,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(1),
                        Duration.ofDays(365),
                        false,
                        List.of("10.0.0.0/8"),
                        "https://stagedoor.example",
                        new HttpConfig.Sockets(10, 5),
                        new HttpConfig.Streams(20, 10)));
    }

    @Test
    void the_http_section_of_that_test_is_complete() {
        assertThat(HttpConfig.class.getRecordComponents()).hasSize(17);
    }

    private static HttpConfig http(Path file) {
        return Config.load(file, Map.of(), Map.of("http", HttpConfig.class), Set.of())
                .section("http", HttpConfig.class);
    }

    @Test
    void every_type_is_read_from_the_file_and_the_environment_takes_precedence() throws IOException {
        Path file = yaml("rw-------", """
            store:
              url: jdbc:here
              password: file-secret
              passwords: {app: a-secret, lane: l-secret}
              pool: {size: 5}
              ranges: [10.0.0.0/8, fd00::/8]
              mode: in_process
            """);

        StoreSettings store =
                load(file, Map.of("STAGEDOOR_STORE_POOL_SIZE", "7", "STAGEDOOR_STORE_RANGES", "1.0.0.0/8, 2.0.0.0/8"));

        assertThat(store.password()).isEqualTo(Secret.of("file-secret"));
        assertThat(store.passwords()).containsEntry(Role.LANE, Secret.of("l-secret"));
        assertThat(store.pool().size()).isEqualTo(7);
        assertThat(store.ranges()).containsExactly(new Range("1.0.0.0/8"), new Range("2.0.0.0/8"));
        assertThat(store.mode()).isEqualTo(Mode.IN_PROCESS);
        assertThat(store.token()).isEmpty();
    }

    @Test
    void an_unknown_key_stops_the_start_and_the_nearest_one_is_suggested() throws IOException {
        Path file = yaml("rw-------", "store:\n  url: a\n  password: b\n  moed: real\n  pool:\n    sise: 4\n");

        assertThat(refusals(file, Map.of("STAGEDOOR_STORE_URLL", "x")))
                .containsExactly(
                        "store.moed (stagedoor.yaml:4): unknown key; did you mean store.mode?",
                        "store.pool.sise (stagedoor.yaml:6): unknown key; did you mean store.pool.size?",
                        "STAGEDOOR_STORE_URLL (environment variable): unknown key; did you mean"
                                + " STAGEDOOR_STORE_URL?");
    }

    @Test
    void a_variable_of_another_program_is_ignored() {
        Map<String, String> env = Map.of(
                "STAGEDOOR_STORE_URL", "a", "STAGEDOOR_STORE_PASSWORD", "b", "STAGEDOOR_CACHE", "/tmp", "PATH", "/bin");

        assertThat(Config.load(null, env, SECTIONS, Set.of("STAGEDOOR_CACHE"))
                        .section("store", StoreSettings.class)
                        .url())
                .isEqualTo("a");
    }

    @Test
    void every_problem_is_reported_at_once_with_its_place_and_what_is_allowed() throws IOException {
        Path file = yaml("rw-------", """
            store:
              pool: {size: 101}
              ranges: [10.0.0.0]
              mode: unreal
              patience: 10 years
            """);

        assertThat(refusals(file, Map.of()))
                .containsExactlyInAnyOrder(
                        "store.url: must be set, here or as STAGEDOOR_STORE_URL (Where it is.)",
                        "store.password: must be set, here or as STAGEDOOR_STORE_PASSWORD, store.password_file or"
                                + " STAGEDOOR_STORE_PASSWORD_FILE (The password.)",
                        "store.pool.size (stagedoor.yaml:2): must be a whole number from 1 to 100",
                        "store.ranges (stagedoor.yaml:3): must be a range such as 10.0.0.0/8",
                        "store.mode (stagedoor.yaml:4): must be one of real, in_process",
                        "store.patience (stagedoor.yaml:5): must be a duration such as 500ms, 10s, 5m, 1h or 7d");
    }

    @ParameterizedTest
    @CsvSource({"0s", "61s", "999ms", "-5s", "10", "1e3s", "''"})
    void a_duration_outside_its_bounds_is_refused(String wait) {
        assertThat(refusals(
                        null,
                        Map.of(
                                "STAGEDOOR_STORE_URL",
                                "a",
                                "STAGEDOOR_STORE_PASSWORD",
                                "b",
                                "STAGEDOOR_STORE_PATIENCE",
                                wait)))
                .singleElement()
                .asString()
                .startsWith("store.patience (environment variable STAGEDOOR_STORE_PATIENCE): must be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw----r--"})
    void a_secret_in_a_file_that_others_can_read_is_refused_and_not_repeated(String mode) throws IOException {
        Path file = yaml(mode, "store:\n  url: a\n  password: hidden-value\n");

        assertThat(refusals(file, Map.of()))
                .singleElement()
                .asString()
                .contains("store.password (stagedoor.yaml:3)", "chmod 600")
                .doesNotContain("hidden-value");
    }

    @Test
    void a_secret_may_be_in_a_file_of_its_own_that_others_cannot_read() throws IOException {
        Path secret = write("password", "rw-r-----", "hidden-value\n");
        Path open = write("open", "rw-r--r--", "hidden-value\n");
        Path empty = write("empty", "rw-------", "\n");

        assertThat(load(null, secretFile(secret)).password()).isEqualTo(Secret.of("hidden-value"));
        assertThat(refusals(null, secretFile(open)))
                .singleElement()
                .asString()
                .contains("readable by every user", "chmod 600");
        assertThat(refusals(null, secretFile(empty))).singleElement().asString().contains("is empty");
        assertThat(refusals(null, secretFile(empty.resolveSibling("none"))))
                .singleElement()
                .asString()
                .contains("does not exist");
    }

    @Test
    void a_link_to_a_readable_secret_file_is_judged_by_its_target() throws IOException {
        Path open = write("open", "rw-r--r--", "hidden-value\n");
        Path link = Files.createSymbolicLink(open.resolveSibling("link"), open);

        assertThatThrownBy(() -> SecretFile.read(link)).hasMessageContaining("readable by every user");
    }

    record Places(
            @Setting(value = "A file.", initial = "here") Path file,

            @Setting(value = "A URL.", initial = "http://here")
            URI url,

            @Setting(value = "A time.", initial = "1s") Duration time) {}

    @Test
    void what_java_cannot_read_is_refused_in_words_and_not_repeated() {
        Map<String, String> env = Map.of(
                "STAGEDOOR_AT_FILE",
                "hu\0sh",
                "STAGEDOOR_AT_URL",
                "http://me:hush@ x",
                "STAGEDOOR_AT_TIME",
                "999999999999d");

        assertThatThrownBy(() -> Config.load(null, env, Map.of("at", Places.class), Set.of()))
                .isInstanceOfSatisfying(
                        ConfigRefused.class,
                        refused -> assertThat(refused.reasons())
                                .containsExactly(
                                        "at.file (environment variable STAGEDOOR_AT_FILE): must be a file name",
                                        "at.url (environment variable STAGEDOOR_AT_URL): must be a URL",
                                        "at.time (environment variable STAGEDOOR_AT_TIME): must be a duration such as 500ms,"
                                                + " 10s, 5m, 1h or 7d"));
    }

    @Test
    void a_secret_and_its_file_together_are_refused() throws IOException {
        Path secret = write("password", "rw-------", "x");
        Map<String, String> env = new LinkedHashMap<>(secretFile(secret));
        env.put("STAGEDOOR_STORE_PASSWORD", "y");

        assertThat(refusals(null, env)).anyMatch(line -> line.contains("set only one"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "store: [",
                "just text",
                "- a\n- b",
                "store:\n  url: {a: [b, {c: d}]}",
                "? [a]\n: b",
                "store: &a\n  b: *a\n",
                "store:\n  url: a\n  url: b\n"
            })
    void a_malformed_file_is_refused_with_its_line(String text) throws IOException {
        assertThat(refusals(yaml("rw-------", text), Map.of())).anyMatch(line -> line.contains("stagedoor.yaml"));
    }

    @Test
    void the_reference_has_a_row_for_every_key() {
        String reference = ConfigReference.markdown(Map.of("store", StoreSettings.class, "http", HttpConfig.class));

        assertThat(reference)
                .contains("| `store.url` | `STAGEDOOR_STORE_URL` | text | **must be set** | Where it is. |")
                .contains("`STAGEDOOR_STORE_PASSWORD`, `STAGEDOOR_STORE_PASSWORD_FILE` | secret | **must be set**")
                .contains("| `store.pool.size` | `STAGEDOOR_STORE_POOL_SIZE` | number, 1 to 100 | `10` |")
                .contains("| `store.patience` | `STAGEDOOR_STORE_PATIENCE` | duration, 1s to 1m | `10s` |")
                .contains("`store.passwords.lane`");
        for (var component : HttpConfig.class.getRecordComponents()) {
            assertThat(reference).containsPattern("`http\\." + Key.snake(component.getName()) + "[.`]");
        }
    }

    @Test
    void two_keys_that_share_a_variable_are_a_programming_error() {
        Map<String, Class<? extends Record>> clash =
                Map.of("store", Pool.class, "store_size", Pool.class, "a", Pool.class);

        assertThat(Config.load(null, Map.of(), clash, Set.of())
                        .section("a", Pool.class)
                        .size())
                .isEqualTo(10);
        assertThatThrownBy(() -> Config.load(null, Map.of(), Map.of("x_y", Pool.class, "x", Nested.class), Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two keys");
    }

    record Nested(@Setting("Inner.") Pool y) {}

    private static Map<String, String> secretFile(Path file) {
        return Map.of("STAGEDOOR_STORE_URL", "a", "STAGEDOOR_STORE_PASSWORD_FILE", file.toString());
    }

    private static StoreSettings load(@Nullable Path file, Map<String, String> env) {
        return Config.load(file, env, SECTIONS, Set.of()).section("store", StoreSettings.class);
    }

    private static List<String> refusals(@Nullable Path file, Map<String, String> env) {
        try {
            load(file, env);
        } catch (ConfigRefused refused) {
            refused.reasons().forEach(reason -> assertThat(refused).hasMessageContaining(reason));
            return refused.reasons();
        }
        throw new AssertionError("it was accepted");
    }

    private Path yaml(String mode, String text) throws IOException {
        return write("stagedoor.yaml", mode, text);
    }

    private Path write(String name, String mode, String text) throws IOException {
        if (folder == null) {
            throw new IllegalStateException("JUnit gives a folder");
        }
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
