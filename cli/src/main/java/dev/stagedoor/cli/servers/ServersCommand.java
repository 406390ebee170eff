package dev.stagedoor.cli.servers;

import picocli.CommandLine.Command;

/** {@code stagedoor servers}. */
@Command(
        name = "servers",
        description = "Mark LiveKit servers as shared by several tenants.",
        subcommands = {ShareServer.class, UnshareServer.class, ListServers.class})
public final class ServersCommand {}
