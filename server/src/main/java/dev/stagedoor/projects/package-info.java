/**
 * A tenant's LiveKit project: its server, reached with one version of that tenant's own credential and nobody else's.
 *
 * <p>Here is what the vault does not know of LiveKit: the shape of its credential, the probe, the rule of isolation, the
 * platform's own project and the servers that tenants may share.
 *
 * <p>Holds I1 (each part of a project is one tenant's alone and never the platform's), I2 (a project is one credential version), I3 (no fallback; rejected, unreachable and
 * missing are three answers) and I7 (breaker and bound on calls are per tenant: one tenant's dead server slows nobody else).
 */
@NullMarked
package dev.stagedoor.projects;

import org.jspecify.annotations.NullMarked;
