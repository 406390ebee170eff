// SPDX-License-Identifier: Apache-2.0
/** stagedoor runs: agents that work in a pattern, and what they do meanwhile. */
@NullMarked
package dev.stagedoor.cli.runs;

import org.jspecify.annotations.NullMarked;
