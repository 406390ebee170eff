// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import dev.stagedoor.api.claude.ProfileView;
import dev.stagedoor.api.claude.SelectedProfile;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.vault.Credential;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Profiles as the API shows them. */
final class ProfileViews {
    private final Clock clock;

    ProfileViews(Clock clock) {
        this.clock = clock;
    }

    ProfileView of(Profiles.Shown shown) {
        Profile profile = shown.profile();
        Optional<Credential> credential = shown.credential();
        Map<String, String> attributes = credential.map(Credential::attributes).orElse(Map.of());
        Instant expiry = expiry(attributes);
        Profile.Check check = profile.check();
        return new ProfileView(
                profile.id(),
                profile.name(),
                attributes.get(ClaudeSecret.METHOD),
                profile.userId().isEmpty() ? null : profile.userId(),
                attributes.get(ClaudeSecret.BASE_URL),
                status(credential.isPresent(), expiry, check),
                credential.map(Credential::version).orElse(null),
                credential.map(Credential::fingerprint).orElse(null),
                expiry,
                profile.times().createdAt(),
                profile.times().updatedAt(),
                profile.times().lastUsedAt(),
                check == null ? null : check.at(),
                check == null ? null : check.result());
    }

    private static @Nullable Instant expiry(Map<String, String> attributes) {
        String text = attributes.get(ClaudeSecret.EXPIRES_AT);
        return text == null ? null : Instant.parse(text);
    }

    private String status(boolean usable, @Nullable Instant expiry, Profile.@Nullable Check check) {
        if (!usable) {
            return "missing";
        }
        if (expiry != null && !clock.instant().isBefore(expiry)) {
            return "expired";
        }
        boolean rejected = check != null && check.result().equals(ErrorCode.CREDENTIAL_REJECTED.wire());
        return rejected ? "rejected" : "active";
    }

    SelectedProfile selected(String user, Optional<Profiles.Shown> shown) {
        return new SelectedProfile(
                user.isEmpty() ? null : user,
                shown.map(one -> one.profile().id()).orElse(null),
                shown.map(this::of).orElse(null));
    }
}
