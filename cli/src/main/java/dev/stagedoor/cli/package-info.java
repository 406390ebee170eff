// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code stagedoor} command, built on the Java client: one class per command, one package per noun.
 *
 * <p>Secrets are read from standard input, a file or a prompt, never from an argument, and printed only when created;
 * results go to standard output and everything else to standard error; exit codes are in {@link
 * dev.stagedoor.cli.command.ExitCode}.
 */
@NullMarked
package dev.stagedoor.cli;

import org.jspecify.annotations.NullMarked;
