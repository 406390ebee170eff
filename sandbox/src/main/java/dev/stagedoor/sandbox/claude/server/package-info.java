// SPDX-License-Identifier: Apache-2.0
/**
 * A small HTTP/1.1 server for the Claude sandbox. It watches each connection while it responds, because the JDK's server
 * only learns that a client has left when a write fails, which for a slow stream is too late to test anything.
 *
 * <p>One virtual thread per connection, loopback only. Nothing but the sandbox should use it.
 */
@NullMarked
package dev.stagedoor.sandbox.claude.server;

import org.jspecify.annotations.NullMarked;
