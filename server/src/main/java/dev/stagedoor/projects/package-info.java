/**
 * A tenant's LiveKit project: its server, reached with one version of that tenant's own credential and nobody else's.
 *
 * <p>Holds I2 (a project is one credential version), I3 (no fallback; a rejected credential, an outage and an absence are
 * three things) and I7 (breaker and bound on calls are per tenant: one tenant's dead server slows nobody else).
 */
@NullMarked
package dev.stagedoor.projects;

import org.jspecify.annotations.NullMarked;
