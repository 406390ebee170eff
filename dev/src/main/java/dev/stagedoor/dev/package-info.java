// SPDX-License-Identifier: Apache-2.0
/**
 * {@code stagedoor dev}: the server with an embedded PostgreSQL, a LiveKit per demo tenant and the demo agent, for one
 * machine. Never on the class path of {@code serve}.
 */
@NullMarked
package dev.stagedoor.dev;

import org.jspecify.annotations.NullMarked;
