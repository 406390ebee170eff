/**
 * What the server's commands share: the whole configuration, the version, and how a command answers on a terminal.
 *
 * <p>Holds E2 (unknown configuration keys stop the start).
 */
@NullMarked
package dev.stagedoor.commands;

import org.jspecify.annotations.NullMarked;
