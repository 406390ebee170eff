/** stagedoor credentials: they go into the vault, and their secrets never come out. */
@NullMarked
package dev.stagedoor.cli.credentials;

import org.jspecify.annotations.NullMarked;
