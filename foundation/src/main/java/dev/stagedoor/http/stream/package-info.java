/**
 * Replies and connections that stay open: event streams, exports, and the watch that ends those whose client is too slow.
 */
@NullMarked
package dev.stagedoor.http.stream;

import org.jspecify.annotations.NullMarked;
