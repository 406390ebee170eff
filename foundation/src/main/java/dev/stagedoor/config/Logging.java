// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.config;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import java.io.OutputStream;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The process's log: ours through slf4j, the web server's through {@code System.Logger}, the database driver's through
 * {@code java.util.logging}. What must not be lost is in the audit log, not here.
 */
public final class Logging {
    private static final List<String> CHATTY = List.of(
            "io.helidon",
            "com.zaxxer.hikari",
            "org.hibernate.validator",
            "org.flywaydb",
            "org.jdbi",
            // These two log what they send, and send workers' environments.
            "com.github.dockerjava",
            "io.fabric8");

    private Logging() {}

    /** Logs as configured from now on, to standard output (JSON) or standard error (text). */
    public static void start(LogConfig config) {
        start(config, config.format() == LogConfig.Format.JSON ? System.out : System.err);
    }

    static void start(LogConfig config, OutputStream out) {
        LoggerContext context = context();
        context.reset();
        Encoder<ILoggingEvent> encoder = config.format() == LogConfig.Format.JSON ? new JsonLines() : text();
        encoder.setContext(context);
        encoder.start();
        BatchedLines lines = new BatchedLines(encoder, out);
        lines.setContext(context);
        lines.setName("lines");
        lines.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(config.level().name()));
        root.addAppender(lines);
        // We log one line per start and stop; libraries repeat it in several.
        for (String library : CHATTY) {
            context.getLogger(library).setLevel(Level.WARN);
        }
        bridge(context);
    }

    private static PatternLayoutEncoder text() {
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg %kvp %mdc%n");
        return text;
    }

    /** Bridges java.util.logging; levels are set there too, so that disabled messages cost nothing. */
    private static void bridge(LoggerContext context) {
        LevelChangePropagator levels = new LevelChangePropagator();
        levels.setContext(context);
        levels.setResetJUL(true);
        context.addListener(levels);
        levels.start();
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /**
     * Writes all queued lines. Whatever ends the process calls it last, since the thread that writes them ends with the
     * process.
     */
    public static void stop() {
        SLF4JBridgeHandler.uninstall();
        context().stop();
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
