package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.cli.console.Columns;

/** How credentials are shown. */
final class CredentialColumns {
    static final Columns<CredentialView> ALL = new Columns<CredentialView>()
            .add("kind", CredentialView::kind)
            .add("version", CredentialView::version)
            .add("state", CredentialView::state)
            .add("server", CredentialView::serverUrl)
            .add("api key", CredentialView::apiKey)
            .add("fingerprint", CredentialView::fingerprint)
            .add("verified", CredentialView::verifiedAt);

    private CredentialColumns() {}
}
