// SPDX-License-Identifier: Apache-2.0
/**
 * Connections that stay open: event streams, exports, WebSockets, and the watch that ends those of slow clients.
 */
@NullMarked
package dev.stagedoor.http.stream;

import org.jspecify.annotations.NullMarked;
