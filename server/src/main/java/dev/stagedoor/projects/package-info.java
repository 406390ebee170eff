// SPDX-License-Identifier: Apache-2.0
/**
 * A tenant's LiveKit project: its server, reached with one version of that tenant's own credential only.
 *
 * <p>Here is what the vault does not know of LiveKit: the shape of its credential, the probe, the rule of isolation, the
 * platform's own project and the servers that tenants may share.
 *
 * <p>Holds I1 (each part of a project belongs to one tenant and never to the platform), I2 (a project is one credential version), I3 (no fallback; rejected, unreachable and
 * missing are three answers) and I7 (breaker and bound on calls are per tenant: one tenant's dead server slows down no other tenant).
 */
@NullMarked
package dev.stagedoor.projects;

import org.jspecify.annotations.NullMarked;
