// SPDX-License-Identifier: Apache-2.0
/** stagedoor tokens: LiveKit tokens of participants. */
@NullMarked
package dev.stagedoor.cli.tokens;

import org.jspecify.annotations.NullMarked;
