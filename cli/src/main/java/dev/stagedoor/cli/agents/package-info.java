// SPDX-License-Identifier: Apache-2.0
/** stagedoor agents: a tenant's agents. */
@NullMarked
package dev.stagedoor.cli.agents;

import org.jspecify.annotations.NullMarked;
