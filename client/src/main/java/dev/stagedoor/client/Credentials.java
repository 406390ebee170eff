package dev.stagedoor.client;

import dev.stagedoor.api.vault.CredentialList;
import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.api.vault.RevokeCredentialRequest;
import dev.stagedoor.client.http.Request;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Credentials; their secrets go in and never come out. */
public final class Credentials {
    private static final Duration PROBED = Duration.ofSeconds(60);

    private final Root root;

    Credentials(Root root) {
        this.root = root;
    }

    /** Puts a new version of the tenant's LiveKit project; it counts once its server accepted it. */
    public CredentialView put(LiveKitCredentialRequest project) {
        return put(project, true);
    }

    /** As {@link #put(LiveKitCredentialRequest)}; {@code verify} false, for operators only, does not ask its server. */
    public CredentialView put(LiveKitCredentialRequest project, boolean verify) {
        // A second version of the same project is refused or the same: but the answer would not be the first one's.
        Request request = new Request("PUT", root.at("credentials", "livekit"), "", project, false, false, PROBED);
        return root.send(verify ? request : request.with("verify", false), CredentialView.class);
    }

    /** A page of all versions, by kind, the newest first. */
    public CredentialList list(PageRequest page) {
        return root.send(root.list(page, "credentials"), CredentialList.class);
    }

    /** All versions, page by page. */
    public Stream<CredentialView> all() {
        return Pages.stream(this::list, CredentialList::items, CredentialList::next);
    }

    /** The active version of a kind, {@code livekit}; where there is none, the newest. */
    public CredentialView get(String kind) {
        return root.send(Request.get(root.at("credentials", kind)), CredentialView.class);
    }

    /** Takes a version (null: the active one) out of use for good. */
    public CredentialView revoke(String kind, @Nullable Long version) {
        return root.send(
                Request.post(root.at("credentials", kind, "revoke"), new RevokeCredentialRequest(version)),
                CredentialView.class);
    }
}
