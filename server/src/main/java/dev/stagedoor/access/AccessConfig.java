package dev.stagedoor.access;

import dev.stagedoor.kernel.Setting;

/** Settings that apply to all API keys. */
public record AccessConfig(
        @Setting(
                value = "Allow the origin http://localhost:* (any port of the user's own machine) on publishable keys.",
                initial = "false")
        boolean anyLocalhostOrigin) {}
