/**
 * What all commands share: the options that say which server and key, output as table or JSON, confirmation, and the one
 * place where a failure becomes a line on standard error and an exit code.
 */
@NullMarked
package dev.stagedoor.cli.command;

import org.jspecify.annotations.NullMarked;
