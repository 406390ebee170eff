// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.servers;

import picocli.CommandLine.Command;

/** {@code stagedoor servers}. */
@Command(
        name = "servers",
        description = "Manage the LiveKit servers that several tenants may share.",
        subcommands = {ShareServer.class, UnshareServer.class, ListServers.class})
public final class ServersCommand {}
