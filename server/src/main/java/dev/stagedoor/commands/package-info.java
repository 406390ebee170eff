// SPDX-License-Identifier: Apache-2.0
/**
 * What the server's commands share: the configuration, the version, and output on a terminal.
 *
 * <p>Holds E2 (the server does not start with unknown configuration keys).
 */
@NullMarked
package dev.stagedoor.commands;

import org.jspecify.annotations.NullMarked;
