/** stagedoor credentials: LiveKit projects into the vault; their secrets never come out. */
@NullMarked
package dev.stagedoor.cli.credentials;

import org.jspecify.annotations.NullMarked;
