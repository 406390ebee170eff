// SPDX-License-Identifier: Apache-2.0
/** Tests of tables. */
@NullMarked
package dev.stagedoor.cli.console;

import org.jspecify.annotations.NullMarked;
