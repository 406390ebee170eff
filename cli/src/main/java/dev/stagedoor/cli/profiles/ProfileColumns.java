// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.profiles;

import dev.stagedoor.api.claude.ImportAnswer;
import dev.stagedoor.api.claude.ProfileTest;
import dev.stagedoor.api.claude.ProfileView;
import dev.stagedoor.api.claude.SelectedProfile;
import dev.stagedoor.cli.console.Columns;
import org.jspecify.annotations.Nullable;

/** The columns of Claude profiles. */
final class ProfileColumns {
    static final Columns<ProfileView> ROW = new Columns<ProfileView>()
            .add("id", ProfileView::id)
            .add("name", ProfileView::profileName)
            .add("status", ProfileView::status)
            .add("method", ProfileView::authMethod)
            .add("user", ProfileView::userId)
            .add("fingerprint", ProfileView::fingerprint)
            .add("last used", ProfileView::lastUsedAt);

    static final Columns<ProfileView> WHOLE = new Columns<ProfileView>()
            .add("id", ProfileView::id)
            .add("name", ProfileView::profileName)
            .add("status", ProfileView::status)
            .add("method", ProfileView::authMethod)
            .add("user", ProfileView::userId)
            .add("gateway", ProfileView::baseUrl)
            .add("version", ProfileView::version)
            .add("fingerprint", ProfileView::fingerprint)
            .add("expires", ProfileView::expiresAt)
            .add("created", ProfileView::createdAt)
            .add("last used", ProfileView::lastUsedAt)
            .add("last tested", ProfileView::lastTestedAt)
            .add("last test", ProfileView::lastTest);

    static final Columns<ImportAnswer> IMPORTED = new Columns<ImportAnswer>()
            .add("id", ImportAnswer::profileId)
            .add("name", ImportAnswer::profileName)
            .add("plan", ImportAnswer::subscriptionType)
            .add("selected", ImportAnswer::selected)
            .add("expires", answer -> answer.profile().expiresAt());

    static final Columns<SelectedProfile> SELECTED = new Columns<SelectedProfile>()
            .add("user", SelectedProfile::userId)
            .add("profile", SelectedProfile::selectedProfileId)
            .add("name", ProfileColumns::name)
            .add("status", ProfileColumns::status);

    static final Columns<ProfileTest> TESTED = new Columns<ProfileTest>()
            .add("result", ProfileTest::status)
            .add("detail", ProfileTest::detail)
            .add("model", ProfileTest::model)
            .add("took", test -> test.durationMs() + " ms");

    private ProfileColumns() {}

    private static @Nullable String name(SelectedProfile selected) {
        return selected.profile() == null ? null : selected.profile().profileName();
    }

    private static String status(SelectedProfile selected) {
        return selected.profile() == null ? "none selected" : selected.profile().status();
    }
}
