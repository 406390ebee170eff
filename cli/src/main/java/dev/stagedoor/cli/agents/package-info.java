/** stagedoor agents: a tenant's agents. */
@NullMarked
package dev.stagedoor.cli.agents;

import org.jspecify.annotations.NullMarked;
