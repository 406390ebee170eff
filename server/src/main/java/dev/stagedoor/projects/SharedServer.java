// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A LiveKit server that an operator lets several tenants use, each with a key and secret of its own. */
public record SharedServer(String serverUrl, @Nullable String note, Instant createdAt) {}
