// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tokens;

import picocli.CommandLine.Command;

/** {@code stagedoor tokens}. */
@Command(
        name = "tokens",
        description = "Mint, inspect and refresh LiveKit tokens.",
        subcommands = {MintToken.class, InspectToken.class, RefreshToken.class})
public final class TokensCommand {}
