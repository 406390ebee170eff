/** stagedoor agents: the agents of a tenant. */
@NullMarked
package dev.stagedoor.cli.agents;

import org.jspecify.annotations.NullMarked;
