/**
 * API keys (operator, secret and publishable ones), and the authentication of requests by them.
 *
 * <p>Holds S4 (a key is shown once and kept as SHA-256), I5 (the tenant comes from the key), T4 for keys (once the
 * revocation is answered, no node accepts the key) and T5's ground (a publishable key works from its origins only).
 *
 * <p>A known key costs a request one SHA-256 and two look-ups in memory. An unknown one is never remembered as unknown: a
 * key is good from the answer that shows it. Typing errors are refused by a checksum without a look-up; what gets past
 * that shares round trips with everything else that is being looked up ({@link dev.stagedoor.access.BatchedLookup}), so that a
 * flood of invented keys is one small query at a time, and locks nobody out.
 */
@NullMarked
package dev.stagedoor.access;

import org.jspecify.annotations.NullMarked;
