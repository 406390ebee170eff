// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.CredentialRotation;
import dev.stagedoor.api.vault.CredentialRotation.DrainingVersion;
import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.cli.console.Columns;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a rotation is shown. */
final class RotationColumns {
    static final Columns<CredentialRotation> WHOLE = new Columns<CredentialRotation>()
            .add("secret", CredentialRotation::secret)
            .add("kind", CredentialRotation::kind)
            .add("name", CredentialRotation::name)
            .add("phase", CredentialRotation::phase)
            .add("active version", rotation -> ofActive(rotation, CredentialView::version))
            .add("server", rotation -> ofActive(rotation, CredentialView::serverUrl))
            .add("draining", rotation -> each(rotation, DrainingVersion::version))
            .add("live calls", rotation -> each(rotation, DrainingVersion::liveCalls))
            .add("tokens until", rotation -> each(rotation, DrainingVersion::tokensUntil))
            .add("drained at latest", CredentialRotation::drainedAtLatest)
            .add("rollback to", CredentialRotation::rollbackTo);

    private RotationColumns() {}

    private static @Nullable Object ofActive(
            CredentialRotation rotation, Function<CredentialView, @Nullable Object> what) {
        CredentialView active = rotation.active();
        return active == null ? null : what.apply(active);
    }

    private static List<@Nullable Object> each(
            CredentialRotation rotation, Function<DrainingVersion, @Nullable Object> what) {
        return rotation.draining().stream().map(what).toList();
    }

    /** One line about what it waits for. */
    static String waiting(CredentialRotation rotation) {
        long calls = rotation.draining().stream()
                .mapToLong(DrainingVersion::liveCalls)
                .sum();
        String what = rotation.phase().equals("pending")
                ? "being verified"
                : calls + (calls == 1 ? " call" : " calls") + " and tokens on earlier versions";
        return rotation.phase() + ": " + what
                + (rotation.drainedAtLatest() == null
                        ? ""
                        : ", until " + rotation.drainedAtLatest() + " at the latest");
    }
}
