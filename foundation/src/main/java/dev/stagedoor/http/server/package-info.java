// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP server behind the route table: it routes, authenticates, authorizes, limits, decodes, calls the handler,
 * encodes, logs and measures. Features see {@link dev.stagedoor.http} only.
 */
@NullMarked
package dev.stagedoor.http.server;

import org.jspecify.annotations.NullMarked;
