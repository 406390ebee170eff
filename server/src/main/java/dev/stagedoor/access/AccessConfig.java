package dev.stagedoor.access;

import dev.stagedoor.kernel.Setting;

/** What an operator says of keys as a whole. */
public record AccessConfig(
        @Setting(
                value = "Whether publishable keys may name http://localhost:*, every port of the user's own machine.",
                initial = "false")
        boolean anyLocalhostOrigin) {}
