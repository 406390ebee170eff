// SPDX-License-Identifier: Apache-2.0
/** {@code stagedoor evidence}: reads and verifies evidence. */
@NullMarked
package dev.stagedoor.cli.evidence;

import org.jspecify.annotations.NullMarked;
