// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.api.vault.WebhookCredential;
import dev.stagedoor.cli.console.Columns;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of credentials. */
final class CredentialColumns {
    static final Columns<CredentialView> ROW = new Columns<CredentialView>()
            .add("kind", CredentialView::kind)
            .add("name", CredentialView::name)
            .add("version", CredentialView::version)
            .add("state", CredentialView::state)
            .add("server", CredentialView::serverUrl)
            .add("api key", CredentialColumns::apiKey)
            .add("fingerprint", CredentialView::fingerprint)
            .add("verified", CredentialView::verifiedAt);

    static final Columns<CredentialView> WHOLE = whole(new Columns<>(), Function.identity());

    /** The secret is there only if it was generated. */
    static final Columns<WebhookCredential> WEBHOOK = whole(
            new Columns<WebhookCredential>().add("secret", WebhookCredential::secret), WebhookCredential::credential);

    private CredentialColumns() {}

    private static <T> Columns<T> whole(Columns<T> columns, Function<T, CredentialView> view) {
        return columns.add("kind", item -> view.apply(item).kind())
                .add("name", item -> view.apply(item).name())
                .add("version", item -> view.apply(item).version())
                .add("state", item -> view.apply(item).state())
                .add("server", item -> view.apply(item).serverUrl())
                .add("api key", item -> view.apply(item).apiKey())
                .add("note", item -> note(view.apply(item)))
                .add("fingerprint", item -> view.apply(item).fingerprint())
                .add("created", item -> view.apply(item).createdAt())
                .add("verified", item -> view.apply(item).verifiedAt())
                .add("ended", item -> view.apply(item).endedAt())
                .add("expires", item -> view.apply(item).expiresAt())
                .add("warning", item -> view.apply(item).warning());
    }

    /** Marked if {@code show} has a warning about it. */
    private static @Nullable String apiKey(CredentialView credential) {
        return credential.warning() == null ? credential.apiKey() : credential.apiKey() + " (unsafe)";
    }

    private static @Nullable String note(CredentialView credential) {
        Map<String, String> attributes = credential.attributes();
        return attributes == null ? null : attributes.get("note");
    }
}
