// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import dev.stagedoor.api.claude.ClaudeGateway;
import dev.stagedoor.api.claude.NewProfile;
import dev.stagedoor.api.claude.ProfileChange;
import dev.stagedoor.api.claude.ProfileView;
import dev.stagedoor.api.claude.SelectedProfile;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The demo tenants' Claude: Anthropic's own if {@code ANTHROPIC_API_KEY} is set, else a sandbox. */
final class DevClaude implements AutoCloseable {
    private static final String KEY = "ANTHROPIC_API_KEY";
    private static final String OF_KEY = "ANTHROPIC_API_KEY";
    private static final String OF_SANDBOX = "Sandbox";

    /** No secret: it opens nothing but a sandbox on this machine, and its first letters say so. */
    static final String TOKEN = "stagedoor-sandbox-token-of-dev";

    /** For each word, so that people see an answer stream: longer than the pause between a page's events. */
    static final Duration PACE = Duration.ofMillis(60);

    private final @Nullable String key;
    private final @Nullable SandboxClaude sandbox;

    private DevClaude(@Nullable String key, @Nullable SandboxClaude sandbox) {
        this.key = key;
        this.sandbox = sandbox;
    }

    static DevClaude of(Map<String, String> environment) {
        String key = environment.getOrDefault(KEY, "").strip();
        return key.isEmpty() ? new DevClaude(null, sandbox()) : new DevClaude(key, null);
    }

    private static SandboxClaude sandbox() {
        return SandboxClaude.start(
                0, ClaudeSettings.realTime().withPerToken(PACE).withWholeWords(), TOKEN);
    }

    /** For people. */
    String name() {
        return sandbox == null
                ? "Anthropic, by $" + KEY
                : sandbox.url() + "   (SANDBOX: no model; set " + KEY + " for Anthropic)";
    }

    /** Gives the tenant a profile of it, selected unless the tenant has selected one of its own. */
    void ensure(StagedoorClient tenant) {
        Optional<ProfileView> before = tenant.profiles()
                .all()
                .filter(profile -> profile.profileName().equals(profileName()))
                .findFirst();
        ProfileView profile = before.map(known -> current(tenant, known))
                .orElseGet(() -> tenant.profiles().create(new NewProfile(profileName(), key, gateway())));
        SelectedProfile selected = tenant.profiles().selected(null);
        boolean ours = selected.profile() == null
                || Set.of(OF_KEY, OF_SANDBOX).contains(selected.profile().profileName());
        if (ours && !profile.id().equals(selected.selectedProfileId())) {
            tenant.profiles().select(profile.id(), null);
        }
    }

    /** The sandbox has another port, or the key has changed since the last start. */
    private ProfileView current(StagedoorClient tenant, ProfileView known) {
        boolean same = sandbox == null
                ? isOf(key, known.fingerprint())
                : sandbox.url().toString().equals(known.baseUrl());
        return same ? known : tenant.profiles().change(known.id(), new ProfileChange(null, key, gateway()));
    }

    private static boolean isOf(@Nullable String key, @Nullable String fingerprint) {
        return key != null
                && fingerprint != null
                && fingerprint.startsWith(key.substring(Math.max(0, key.length() - 4)) + ":");
    }

    private String profileName() {
        return sandbox == null ? OF_KEY : OF_SANDBOX;
    }

    private @Nullable ClaudeGateway gateway() {
        return sandbox == null ? null : new ClaudeGateway(sandbox.url().toString(), TOKEN);
    }

    @Override
    public void close() {
        if (sandbox != null) {
            sandbox.close();
        }
    }
}
