// SPDX-License-Identifier: Apache-2.0
/**
 * API keys (operator, secret and publishable), and the authentication of requests.
 *
 * <p>Holds S4 (a key is shown once and stored as SHA-256), I5 (the tenant comes from the key), T4 for keys (once a
 * revocation is answered, no node accepts the key) and the base of T5 (a publishable key works from its origins only).
 *
 * <p>A known key costs one SHA-256 and two lookups in memory. Unknown keys are not cached, since a key is valid from
 * the answer that shows it. A checksum rejects typing errors without a lookup; the rest share round trips ({@link
 * dev.stagedoor.kernel.BatchedLookup}), so a flood of made-up keys is one small query at a time and locks nobody out.
 */
@NullMarked
package dev.stagedoor.access;

import org.jspecify.annotations.NullMarked;
