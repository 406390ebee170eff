package dev.stagedoor.cli.credentials;

import picocli.CommandLine.Command;

/** {@code stagedoor credentials}. */
@Command(
        name = "credentials",
        description = "Set and list a tenant's credentials.",
        subcommands = {SetCredential.class, ListCredentials.class})
public final class CredentialsCommand {}
