/** What the command says by itself, without a server. */
@NullMarked
package dev.stagedoor.cli;

import org.jspecify.annotations.NullMarked;
