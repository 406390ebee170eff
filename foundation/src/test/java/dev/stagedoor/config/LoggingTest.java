// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stagedoor.kernel.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process, one log: these tests take it over, and restore it. */
@Isolated
class LoggingTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Logger log = LoggerFactory.getLogger("dev.stagedoor.test");

    @AfterEach
    void giveBack() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.start();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @Test
    void a_line_is_one_json_object_whatever_is_in_it() throws IOException {
        Logging.start(new LogConfig(LogConfig.Format.JSON, LogConfig.Level.INFO), out);
        log.atInfo()
                .addKeyValue("status", 200)
                .addKeyValue("tenant", "a\"b\n{")
                .addKeyValue("level", "not the line's")
                .log("one\ntwo \"three\" {}", "four");

        JsonNode line = lines().getFirst();
        assertThat(line.get("message").asText()).isEqualTo("one\ntwo \"three\" four");
        assertThat(line.get("level").asText()).isEqualTo("INFO");
        assertThat(line.get("logger").asText()).isEqualTo("dev.stagedoor.test");
        assertThat(line.get("tenant").asText()).isEqualTo("a\"b\n{");
        assertThat(line.get("status").isInt()).isTrue();
        assertThat(line.get("status").asInt()).isEqualTo(200);
        assertThat(OffsetDateTime.parse(line.get("time").asText()))
                .isBefore(OffsetDateTime.now(ZoneOffset.UTC).plusSeconds(1));
        assertThat(line.fieldNames())
                .toIterable()
                .containsExactly("time", "level", "logger", "message", "status", "tenant");
    }

    @Test
    void what_libraries_say_of_their_start_is_left_out() throws IOException {
        Logging.start(new LogConfig(LogConfig.Format.JSON, LogConfig.Level.INFO), out);
        LoggerFactory.getLogger("com.zaxxer.hikari.HikariDataSource").info("Starting...");
        System.getLogger("io.helidon.webserver.ServerListener").log(System.Logger.Level.INFO, "started");

        assertThat(lines()).isEmpty();
    }

    @Test
    void a_stack_trace_is_one_field_of_its_line() throws IOException {
        Logging.start(new LogConfig(LogConfig.Format.JSON, LogConfig.Level.INFO), out);
        log.error("failed", new IllegalStateException("why"));

        assertThat(lines())
                .singleElement()
                .satisfies(line -> assertThat(line.get("error").asText())
                        .startsWith("java.lang.IllegalStateException: why")
                        .contains("at dev.stagedoor.config.LoggingTest"));
    }

    @Test
    void a_value_that_cannot_be_shown_costs_its_own_line_and_not_the_log() throws IOException {
        Object endless = new Object() {
            @Override
            public String toString() {
                throw new StackOverflowError("as asked");
            }
        };
        Logging.start(new LogConfig(LogConfig.Format.JSON, LogConfig.Level.INFO), out);
        log.atInfo().addKeyValue("value", endless).log("lost");
        log.info("still here");

        assertThat(lines()).extracting(line -> line.get("message").asText()).containsExactly("still here");
    }

    @Test
    void messages_below_the_level_are_left_out() throws IOException {
        Logging.start(new LogConfig(LogConfig.Format.JSON, LogConfig.Level.WARN), out);
        log.info("no");
        log.warn("yes");

        assertThat(lines())
                .singleElement()
                .satisfies(line -> assertThat(line.get("message").asText()).isEqualTo("yes"));
    }

    @Test
    void what_libraries_log_through_the_jdk_is_in_the_same_log() throws IOException {
        Logging.start(new LogConfig(LogConfig.Format.JSON, LogConfig.Level.INFO), out);
        System.getLogger("their.system").log(System.Logger.Level.WARNING, "by System.Logger");
        java.util.logging.Logger.getLogger("their.jul").warning("by java.util.logging");

        assertThat(lines())
                .extracting(line -> line.get("message").asText())
                .containsExactly("by System.Logger", "by java.util.logging");
    }

    @Test
    void a_secret_that_is_logged_by_mistake_is_not_shown() {
        Logging.start(new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.INFO), out);
        log.atInfo().addKeyValue("key", Secret.of("hidden-value")).log("with {}", Secret.of("hidden-value"));
        Logging.stop();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("[secret]").doesNotContain("hidden-value");
    }

    private List<JsonNode> lines() throws IOException {
        Logging.stop();
        ObjectMapper mapper = new ObjectMapper();
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> read(mapper, line))
                .toList();
    }

    private static JsonNode read(ObjectMapper mapper, String line) {
        try {
            return mapper.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }
}
