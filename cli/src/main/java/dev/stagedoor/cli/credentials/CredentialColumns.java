package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.cli.console.Columns;

/** How credentials are shown. */
final class CredentialColumns {
    static final Columns<CredentialView> ROW = new Columns<CredentialView>()
            .add("kind", CredentialView::kind)
            .add("version", CredentialView::version)
            .add("state", CredentialView::state)
            .add("server", CredentialView::serverUrl)
            .add("api key", CredentialView::apiKey)
            .add("fingerprint", CredentialView::fingerprint)
            .add("verified", CredentialView::verifiedAt);

    static final Columns<CredentialView> WHOLE = new Columns<CredentialView>()
            .add("kind", CredentialView::kind)
            .add("version", CredentialView::version)
            .add("state", CredentialView::state)
            .add("server", CredentialView::serverUrl)
            .add("api key", CredentialView::apiKey)
            .add("fingerprint", CredentialView::fingerprint)
            .add("created", CredentialView::createdAt)
            .add("verified", CredentialView::verifiedAt)
            .add("ended", CredentialView::endedAt);

    private CredentialColumns() {}
}
