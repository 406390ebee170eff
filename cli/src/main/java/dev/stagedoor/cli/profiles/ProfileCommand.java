// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.profiles;

import dev.stagedoor.api.claude.ProfileView;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageException;
import picocli.CommandLine.Parameters;

/** A command on one profile, by its id or its name. */
abstract class ProfileCommand extends TenantCommand {
    @Parameters(index = "0", paramLabel = "PROFILE", description = "The profile's id (prof_…) or its name.")
    private String profile = "";

    /** As it was given. */
    final String given() {
        return profile;
    }

    /** The profile's id. */
    final String id(Session session) {
        if (profile.startsWith("prof_")) {
            return profile;
        }
        return client(session)
                .profiles()
                .all()
                .filter(one -> one.profileName().equals(profile))
                .findFirst()
                .map(ProfileView::id)
                .orElseThrow(() -> new UsageException("there is no profile with the name " + profile));
    }
}
