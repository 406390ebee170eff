// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.keys;

import picocli.CommandLine.Command;

/** {@code stagedoor keys}. */
@Command(
        name = "keys",
        description = "Create, list, change and revoke API keys.",
        subcommands = {CreateKey.class, ListKeys.class, UpdateKey.class, RevokeKey.class})
public final class KeysCommand {}
