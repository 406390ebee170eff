// SPDX-License-Identifier: Apache-2.0
/**
 * Between the socket and Helidon's parser: frames each request strictly (RFC 9112 §6 and §7), so that no bytes reach
 * the parser that it would read differently from a proxy in front, and notices when a client has left.
 */
@NullMarked
package dev.stagedoor.http.wire;

import org.jspecify.annotations.NullMarked;
