// SPDX-License-Identifier: Apache-2.0
/**
 * The sandbox over HTTP: request handling, token checks and LiveKit's JSON.
 *
 * <p>{@link dev.stagedoor.sandbox.server.SandboxLiveKit} is the entry point; the rest of the public API is for
 * it and its tests.
 */
@NullMarked
package dev.stagedoor.sandbox.server;

import org.jspecify.annotations.NullMarked;
