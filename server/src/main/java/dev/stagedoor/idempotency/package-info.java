/**
 * {@code Idempotency-Key}: a request sent again does not do its work again.
 *
 * <p>What is kept is the hash of the request and the ids of what it made, never the answer: an answer may have held a key
 * or a token, and those are not stored. It is kept for 24 hours, in the commit that made the things (E1: nothing is
 * half-done), and two requests with one key wait for each other at their tenant's ledger row.
 */
@NullMarked
package dev.stagedoor.idempotency;

import org.jspecify.annotations.NullMarked;
