package dev.stagedoor.cli.credentials;

import picocli.CommandLine;

/** {@code stagedoor credentials set}: a command for each kind, because each takes something else. */
@CommandLine.Command(
        name = "set",
        description = "Put a new version of a credential.",
        subcommands = {SetLiveKit.class, SetWebhook.class})
final class SetCredential {}
