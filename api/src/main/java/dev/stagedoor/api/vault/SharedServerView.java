// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.vault;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A server marked as shared. */
public record SharedServerView(String serverUrl, @Nullable String note, Instant createdAt) {}
