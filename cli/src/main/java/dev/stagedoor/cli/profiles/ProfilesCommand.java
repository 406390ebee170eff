// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.profiles;

import picocli.CommandLine.Command;

/** {@code stagedoor profiles}. */
@Command(
        name = "profiles",
        description = "Add, import, select, test and delete Claude profiles.",
        subcommands = {
            AddProfile.class,
            ImportProfile.class,
            ListProfiles.class,
            SelectProfile.class,
            ShowSelected.class,
            TestProfile.class,
            RenameProfile.class,
            DeleteProfile.class
        })
public final class ProfilesCommand {}
