// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import java.time.Instant;

/** A host name at which a tenant's users sign in. */
record Host(String name, Instant createdAt) {}
