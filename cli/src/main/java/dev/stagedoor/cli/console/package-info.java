// SPDX-License-Identifier: Apache-2.0
/** Terminals, tables, JSON and prompts. Independent of Stagedoor's API. */
@NullMarked
package dev.stagedoor.cli.console;

import org.jspecify.annotations.NullMarked;
