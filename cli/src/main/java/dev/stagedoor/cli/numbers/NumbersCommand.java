// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.numbers;

import picocli.CommandLine.Command;

/** {@code stagedoor numbers}. */
@Command(
        name = "numbers",
        description = "Add, list, show, change, provision and release phone numbers.",
        subcommands = {
            AddNumber.class,
            ListNumbers.class,
            ShowNumber.class,
            UpdateNumber.class,
            ConfirmNumber.class,
            ProvisionNumber.class,
            ShowTrunk.class,
            WithdrawNumber.class,
            ReleaseNumber.class
        })
public final class NumbersCommand {}
