// SPDX-License-Identifier: Apache-2.0
/** The command's output without a server. */
@NullMarked
package dev.stagedoor.cli;

import org.jspecify.annotations.NullMarked;
