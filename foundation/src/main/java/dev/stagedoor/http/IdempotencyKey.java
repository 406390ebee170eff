// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

/**
 * The {@code Idempotency-Key} header: a key chosen by the client (at most 255 visible ASCII characters), and the
 * request it was sent with.
 *
 * @param key     the header's value
 * @param request SHA-256, in lower-case hex, of the method, path and body as sent: the same key with another hash is
 *     another request (422 {@code idempotency_conflict})
 */
public record IdempotencyKey(String key, String request) {}
