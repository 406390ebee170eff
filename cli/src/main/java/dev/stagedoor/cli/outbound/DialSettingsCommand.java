// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.outbound;

import picocli.CommandLine.Command;

/** {@code stagedoor dial-settings}. */
@Command(
        name = "dial-settings",
        description = "Show and set whom agents may call by phone.",
        subcommands = {ShowDialSettings.class, SetDialSettings.class})
public final class DialSettingsCommand {}
