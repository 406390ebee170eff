// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.crypto;

/** Why the server does not start with this master key (S3). The message never contains any part of the key. */
public final class MasterKeyRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    MasterKeyRefused(String why) {
        super(why);
    }

    MasterKeyRefused(String why, Throwable cause) {
        super(why, cause);
    }
}
