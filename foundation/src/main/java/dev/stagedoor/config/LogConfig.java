// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.config;

import dev.stagedoor.kernel.Setting;

/** What is logged, and in which format. */
public record LogConfig(
        @Setting(
                value = "json: one JSON object per line on standard output; text: plain lines on standard error.",
                initial = "json")
        Format format,

        @Setting(value = "Minimum level that is logged.", initial = "info")
        Level level) {

    /** The format of a line. */
    public enum Format {
        JSON,
        TEXT
    }

    /** The minimum level. */
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }
}
