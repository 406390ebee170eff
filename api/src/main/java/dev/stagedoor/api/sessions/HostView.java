// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.sessions;

import java.time.Instant;

/** A host name at which a tenant's users sign in. */
public record HostView(String host, Instant createdAt) {}
