// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import picocli.CommandLine;

/** {@code stagedoor credentials set}: a command for each kind, because their options differ. */
@CommandLine.Command(
        name = "set",
        description = "Store a new version of a credential.",
        subcommands = {SetLiveKit.class, SetWebhook.class, SetSecret.class, SetCarrier.class})
final class SetCredential {}
