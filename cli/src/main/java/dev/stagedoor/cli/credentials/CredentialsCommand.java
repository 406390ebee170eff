// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import picocli.CommandLine.Command;

/** {@code stagedoor credentials}. */
@Command(
        name = "credentials",
        description = "Set, rotate, list, show and revoke a tenant's credentials, and note when they expire.",
        subcommands = {
            SetCredential.class,
            RotateCredential.class,
            ShowRotation.class,
            RollbackCredential.class,
            ListCredentials.class,
            ShowCredential.class,
            CredentialExpiry.class,
            RevokeCredential.class
        })
public final class CredentialsCommand {}
