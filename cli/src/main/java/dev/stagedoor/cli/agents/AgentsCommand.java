// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.agents;

import picocli.CommandLine.Command;

/** {@code stagedoor agents}. */
@Command(
        name = "agents",
        description = "Create, list, show, replace and delete agents.",
        subcommands = {CreateAgent.class, ListAgents.class, ShowAgent.class, PutAgent.class, DeleteAgent.class})
public final class AgentsCommand {}
