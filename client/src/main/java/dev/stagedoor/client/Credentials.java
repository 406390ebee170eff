// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.telephony.CarrierCredentialRequest;
import dev.stagedoor.api.vault.CredentialExpiryRequest;
import dev.stagedoor.api.vault.CredentialList;
import dev.stagedoor.api.vault.CredentialRotation;
import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.api.vault.RevokeCredentialRequest;
import dev.stagedoor.api.vault.RollbackCredentialRequest;
import dev.stagedoor.api.vault.SecretCredentialRequest;
import dev.stagedoor.api.vault.WebhookCredential;
import dev.stagedoor.api.vault.WebhookCredentialRequest;
import dev.stagedoor.client.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Credentials. Their secrets are write-only. */
public final class Credentials {
    private static final Duration PROBED = Duration.ofSeconds(60);

    private final Root root;

    Credentials(Root root) {
        this.root = root;
    }

    /** Stores a new version of the tenant's LiveKit credential; active after verification. */
    public CredentialView put(LiveKitCredentialRequest project) {
        return put(project, true);
    }

    /** As {@link #put(LiveKitCredentialRequest)}; {@code verify} false, for operators only, skips the verification. */
    public CredentialView put(LiveKitCredentialRequest project, boolean verify) {
        Request request = version(project, "livekit");
        return root.send(verify ? request : request.with("verify", false), CredentialView.class);
    }

    /** Stores a new version of a webhook's signing secret. Only this response contains a generated secret. */
    public WebhookCredential putWebhook(String name, WebhookCredentialRequest webhook) {
        return root.send(version(webhook, "webhook", name), WebhookCredential.class);
    }

    /** Stores a new version of a secret for the tenant's workers. */
    public CredentialView putSecret(String name, SecretCredentialRequest secret) {
        return root.send(version(secret, "secret", name), CredentialView.class);
    }

    /**
     * Puts a new version of the account with a phone carrier, whose webhooks it verifies.
     *
     * @param carrier {@code twilio}, {@code telnyx} or {@code plivo}
     */
    public CredentialView putCarrier(String carrier, CarrierCredentialRequest account) {
        return root.send(version(account, carrier), CredentialView.class);
    }

    /**
     * Replaces the active version of the tenant's LiveKit credential while calls go on; another server is a move there.
     *
     * @param from   the version that is to be replaced; null for whichever is active
     * @param verify false, for operators only, skips the verification
     */
    public CredentialRotation rotate(LiveKitCredentialRequest project, @Nullable Long from, boolean verify) {
        Request request =
                rotation(project, root.at("credentials", "livekit", "rotate")).with("from", from);
        return root.send(verify ? request : request.with("verify", false), CredentialRotation.class);
    }

    /** Replaces a webhook's signing secret. Only this response contains a generated secret. */
    public CredentialRotation rotateWebhook(String name, WebhookCredentialRequest webhook) {
        return root.send(
                rotation(webhook, root.at("credentials", "webhook", name, "rotate")), CredentialRotation.class);
    }

    /** Replaces a secret for the tenant's workers, which are replaced: new ones first. */
    public CredentialRotation rotateSecret(String name, SecretCredentialRequest secret) {
        return root.send(rotation(secret, root.at("credentials", "secret", name, "rotate")), CredentialRotation.class);
    }

    /** Replaces an account with a phone carrier, such as {@code twilio}. */
    public CredentialRotation rotateCarrier(String carrier, CarrierCredentialRequest account) {
        return root.send(rotation(account, root.at("credentials", carrier, "rotate")), CredentialRotation.class);
    }

    private static Request rotation(Object body, String path) {
        return Request.post(path, body).within(PROBED);
    }

    /**
     * How far the change of a credential is.
     *
     * @param name of a kind with names; else null
     */
    public CredentialRotation rotation(String kind, @Nullable String name) {
        return root.send(Request.get(at(kind, name, "rotation")), CredentialRotation.class);
    }

    /**
     * Makes an earlier version active again, as long as it drains.
     *
     * @param name    of a kind with names; else null
     * @param version null for the one that was active before
     */
    public CredentialRotation rollback(String kind, @Nullable String name, @Nullable Long version) {
        return root.send(
                Request.post(at(kind, name, "rollback"), new RollbackCredentialRequest(version)),
                CredentialRotation.class);
    }

    private String at(String kind, @Nullable String name, String what) {
        return name == null ? root.at("credentials", kind, what) : root.at("credentials", kind, name, what);
    }

    /** Not retried: each request creates another version. */
    private Request version(Object body, String... path) {
        String[] below =
                Stream.concat(Stream.of("credentials"), Stream.of(path)).toArray(String[]::new);
        return new Request("PUT", root.at(below), "", body, null, Request.Repeat.NEVER, PROBED);
    }

    /** A page of all versions, by kind and name, newest first. */
    public CredentialList list(PageRequest page) {
        return root.send(root.list(page, "credentials"), CredentialList.class);
    }

    /** All versions, page by page. */
    public Stream<CredentialView> all() {
        return Pages.stream(this::list, CredentialList::items, CredentialList::next);
    }

    /** The active version of a kind without names ({@code livekit}); if there is none, the newest. */
    public CredentialView get(String kind) {
        return root.send(Request.get(root.at("credentials", kind)), CredentialView.class);
    }

    /** The active version of a named credential; if there is none, the newest. */
    public CredentialView get(String kind, String name) {
        return root.send(Request.get(root.at("credentials", kind, name)), CredentialView.class);
    }

    /**
     * Notes when the active version ends at its provider, for reminders.
     *
     * @param name      of a kind with names; else null
     * @param expiresAt null for never
     */
    public CredentialView expires(String kind, @Nullable String name, @Nullable Instant expiresAt) {
        return root.send(
                Request.post(at(kind, name, "expiry"), new CredentialExpiryRequest(expiresAt)), CredentialView.class);
    }

    /** Revokes a version (null: the active one) for good. */
    public CredentialView revoke(String kind, @Nullable Long version) {
        return revoked(root.at("credentials", kind, "revoke"), version);
    }

    /** Revokes a version (null: the active one) of a named credential for good. */
    public CredentialView revoke(String kind, String name, @Nullable Long version) {
        return revoked(root.at("credentials", kind, name, "revoke"), version);
    }

    private CredentialView revoked(String path, @Nullable Long version) {
        return root.send(Request.post(path, new RevokeCredentialRequest(version)), CredentialView.class);
    }
}
