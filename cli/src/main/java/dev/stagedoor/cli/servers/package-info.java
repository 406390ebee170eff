// SPDX-License-Identifier: Apache-2.0
/** stagedoor servers: shared LiveKit servers, for operators. */
@NullMarked
package dev.stagedoor.cli.servers;

import org.jspecify.annotations.NullMarked;
