// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.kernel.Setting;

/** Settings that apply to all API keys. */
public record AccessConfig(
        @Setting(
                value =
                        "For development: allow publishable keys with the origin http://localhost:* (any local port) and with http:// origins on private addresses.",
                initial = "false")
        boolean anyLocalhostOrigin) {}
