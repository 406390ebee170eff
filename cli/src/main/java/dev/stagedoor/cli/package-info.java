/**
 * The {@code stagedoor} command, over the Java client: one class per command, in a package per noun.
 *
 * <p>What it holds: a secret is read from standard input, a file or a prompt, never from an argument, and is printed only
 * where it was just made; results go to standard output and everything else to standard error; exit codes are
 * {@link dev.stagedoor.cli.command.ExitCode}'s.
 */
@NullMarked
package dev.stagedoor.cli;

import org.jspecify.annotations.NullMarked;
