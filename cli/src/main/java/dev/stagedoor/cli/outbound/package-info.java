// SPDX-License-Identifier: Apache-2.0
/** {@code stagedoor dials}, {@code dial-settings} and {@code outbound-trunk}: calls out, whom they may reach, and by which carrier. */
@NullMarked
package dev.stagedoor.cli.outbound;

import org.jspecify.annotations.NullMarked;
