// SPDX-License-Identifier: Apache-2.0
/** The command as people and scripts use it, against a started server, a real database and a sandbox LiveKit. */
@NullMarked
package dev.stagedoor.e2e.cli;

import org.jspecify.annotations.NullMarked;
