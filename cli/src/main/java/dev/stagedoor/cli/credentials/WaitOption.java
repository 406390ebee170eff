// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.CredentialRotation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.client.Credentials;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --wait}: until nothing stands on an earlier version any more. */
final class WaitOption {
    private static final Duration EACH = Duration.ofSeconds(2);

    @Option(names = "--wait", description = "Wait until no call and no token uses an earlier version any more.")
    private boolean waits;

    /** Shows how far it is, once it is done if that was asked for; exit code 1 if the newest version failed. */
    int show(Session session, Credentials credentials, CredentialRotation first, @Nullable String name) {
        CredentialRotation now = first;
        String said = "";
        while (waits && isUnderWay(now)) {
            String waiting = RotationColumns.waiting(now);
            if (!waiting.equals(said)) {
                said = waiting;
                session.shell().note(waiting);
            }
            if (!slept()) {
                break;
            }
            now = credentials.rotation(first.kind(), name);
        }
        session.show(
                now.secret() == null && first.secret() != null ? withSecret(now, first) : now, RotationColumns.WHOLE);
        return now.phase().equals("failed") ? ExitCode.CHECK_FAILED : ExitCode.OK;
    }

    private static boolean isUnderWay(CredentialRotation rotation) {
        return rotation.phase().equals("pending") || !rotation.draining().isEmpty();
    }

    private static CredentialRotation withSecret(CredentialRotation now, CredentialRotation first) {
        return new CredentialRotation(
                now.kind(),
                now.name(),
                now.phase(),
                now.active(),
                now.rollbackTo(),
                now.draining(),
                now.drainedAtLatest(),
                first.secret());
    }

    private static boolean slept() {
        try {
            Thread.sleep(EACH);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
