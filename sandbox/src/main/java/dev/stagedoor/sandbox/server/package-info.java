// SPDX-License-Identifier: Apache-2.0
/**
 * The sandbox behind HTTP: the door, the check of tokens, and LiveKit's JSON.
 *
 * <p>{@link dev.stagedoor.sandbox.server.SandboxLiveKit} is the way in; what else is public here serves it and its tests.
 */
@NullMarked
package dev.stagedoor.sandbox.server;

import org.jspecify.annotations.NullMarked;
