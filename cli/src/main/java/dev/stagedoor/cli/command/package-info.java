// SPDX-License-Identifier: Apache-2.0
/**
 * What all commands share: the options for server and key, output as table or JSON, confirmation, and error output with
 * exit codes.
 */
@NullMarked
package dev.stagedoor.cli.command;

import org.jspecify.annotations.NullMarked;
