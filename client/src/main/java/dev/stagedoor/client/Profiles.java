// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.claude.ImportAnswer;
import dev.stagedoor.api.claude.ImportedLogin;
import dev.stagedoor.api.claude.NewProfile;
import dev.stagedoor.api.claude.ProfileChange;
import dev.stagedoor.api.claude.ProfileList;
import dev.stagedoor.api.claude.ProfileTest;
import dev.stagedoor.api.claude.ProfileView;
import dev.stagedoor.api.claude.SelectedProfile;
import dev.stagedoor.client.http.Request;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Claude profiles, and which one a user's runs take. Their secrets are write-only. */
public final class Profiles {
    /** The provider may take its time. */
    private static final Duration TESTED = Duration.ofMinutes(2);

    private final Root root;

    Profiles(Root root) {
        this.root = root;
    }

    /** A page of them, oldest first. */
    public ProfileList list(PageRequest page) {
        return root.send(root.list(page, "profiles"), ProfileList.class);
    }

    /** All of them, page by page. */
    public Stream<ProfileView> all() {
        return Pages.stream(this::list, ProfileList::items, ProfileList::next);
    }

    /** One of them. */
    public ProfileView get(String profile) {
        return root.send(Request.get(root.at("profiles", profile)), ProfileView.class);
    }

    /** Creates one. */
    public ProfileView create(NewProfile profile) {
        return root.send(Request.post(root.at("profiles"), profile), ProfileView.class);
    }

    /** Makes one of the credentials of a terminal, and selects it if nothing is selected. */
    public ImportAnswer importLogin(ImportedLogin login) {
        return root.send(Request.post(root.at("import-terminal-credentials"), login), ImportAnswer.class);
    }

    /** Renames one, or replaces its secret. */
    public ProfileView change(String profile, ProfileChange change) {
        return root.send(Request.patch(root.at("profiles", profile), change), ProfileView.class);
    }

    /** Makes one real call of a few tokens with it. */
    public ProfileTest test(String profile) {
        Request request = Request.post(root.at("profiles", profile, "test"), null);
        return root.send(request.within(TESTED), ProfileTest.class);
    }

    /** Selects one for a user's next runs; null for the tenant itself. */
    public SelectedProfile select(String profile, @Nullable String user) {
        Request request = Request.post(root.at("profiles", profile, "select"), null);
        return root.send(request.with("user_id", user), SelectedProfile.class);
    }

    /** What a user's next run takes; null for the tenant itself. */
    public SelectedProfile selected(@Nullable String user) {
        return root.send(Request.get(root.at("selected-profile")).with("user_id", user), SelectedProfile.class);
    }

    /** Deletes one and destroys its secret. */
    public void delete(String profile) {
        root.transport().send(Request.delete(root.at("profiles", profile)));
    }
}
