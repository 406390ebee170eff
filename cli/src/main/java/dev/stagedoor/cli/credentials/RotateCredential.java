// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import picocli.CommandLine;

/** {@code stagedoor credentials rotate}: a command for each kind, because their options differ. */
@CommandLine.Command(
        name = "rotate",
        description = "Replace the active version of a credential while calls go on.",
        subcommands = {RotateLiveKit.class, RotateWebhook.class, RotateSecret.class, RotateCarrier.class})
final class RotateCredential {}
