// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.kernel.Secret;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id (RFC 9106), by Bouncy Castle. */
final class Argon2 {
    private static final int SALT = 16;
    private static final int LENGTH = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Argon2() {}

    static PasswordHash hash(Secret password, PasswordHash.Cost cost) {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        return new PasswordHash(cost, salt, derive(password, salt, cost, LENGTH));
    }

    /** A hash that no password has, and that takes as long to compare with. */
    static PasswordHash decoy(PasswordHash.Cost cost) {
        return new PasswordHash(cost, new byte[SALT], new byte[LENGTH]);
    }

    /** In constant time, once it is hashed. */
    static boolean matches(Secret password, PasswordHash stored) {
        byte[] derived = derive(password, stored.salt(), stored.cost(), stored.hash().length);
        return MessageDigest.isEqual(derived, stored.hash());
    }

    private static byte[] derive(Secret password, byte[] salt, PasswordHash.Cost cost, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memory())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] typed = password.reveal();
        byte[] out = new byte[length];
        generator.generateBytes(typed, out);
        Arrays.fill(typed, (byte) 0);
        return out;
    }
}
