package dev.stagedoor.config;

import dev.stagedoor.kernel.Setting;

/** What is logged, and in which form. */
public record LogConfig(
        @Setting(
                value = "json: a JSON object on each line of standard output; text: lines to read, on standard error.",
                initial = "json")
        Format format,

        @Setting(value = "What is logged from which level on.", initial = "info")
        Level level) {

    /** The form of a line. */
    public enum Format {
        JSON,
        TEXT
    }

    /** How grave something is at least. */
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }
}
