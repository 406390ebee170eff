// SPDX-License-Identifier: Apache-2.0
/**
 * {@code Idempotency-Key}: a repeated request is not executed again.
 *
 * <p>Stores the hash of the request and the ids that it created, never the answer, which may contain a key or a token.
 * They are kept for 24 hours and written in the same commit (E1: nothing is half-done); two requests with one key wait
 * for each other at their tenant's ledger row. Only final outcomes are kept: a key whose call its provider never
 * received is free again (docs/decisions/0012-repeated-requests.md).
 */
@NullMarked
package dev.stagedoor.idempotency;

import org.jspecify.annotations.NullMarked;
