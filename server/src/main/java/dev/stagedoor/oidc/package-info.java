// SPDX-License-Identifier: Apache-2.0
/**
 * A tenant's own OpenID Connect tokens in, sessions out (RFC 8693).
 *
 * <p>Which issuers a tenant trusts is in its snapshot, so that a session is opened only by trust that still stands when it
 * is recorded (T1, T4); with the trust, the sessions that it opened end. Issuers' keys are fetched only from where calls may
 * go (I8), within bounds of size and time, one fetch at a time for each issuer and a few for each tenant (I7).
 */
@NullMarked
package dev.stagedoor.oidc;

import org.jspecify.annotations.NullMarked;
