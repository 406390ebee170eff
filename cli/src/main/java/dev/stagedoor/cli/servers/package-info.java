/** stagedoor servers: LiveKit servers that several tenants may use, for operators. */
@NullMarked
package dev.stagedoor.cli.servers;

import org.jspecify.annotations.NullMarked;
