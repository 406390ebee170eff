// SPDX-License-Identifier: Apache-2.0
/** Tests of how a run is shown. */
@NullMarked
package dev.stagedoor.cli.runs;

import org.jspecify.annotations.NullMarked;
