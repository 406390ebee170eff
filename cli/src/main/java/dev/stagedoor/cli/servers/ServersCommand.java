package dev.stagedoor.cli.servers;

import picocli.CommandLine.Command;

/** {@code stagedoor servers}. */
@Command(
        name = "servers",
        description = "Say which LiveKit servers several tenants may share.",
        subcommands = {ShareServer.class, UnshareServer.class, ListServers.class})
public final class ServersCommand {}
