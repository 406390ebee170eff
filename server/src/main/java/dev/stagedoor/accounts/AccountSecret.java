// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.db.Hash;
import dev.stagedoor.kernel.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One of a tenant's secrets for accounts: 32 random bytes, under which everything about accounts is hashed. */
record AccountSecret(int version, Secret secret) {
    private static final String HMAC = "HmacSHA256";
    private static final int SHOWN = 16;

    /** By which an account is found. */
    Hash email(Email email) {
        return Hash.of(hmac("email", utf8(email.value())));
    }

    /** What is hashed in place of the password: without this secret, a stolen hash cannot be tried. */
    Secret peppered(Secret password) {
        return Secret.of(hmac("password", password.reveal()));
    }

    /** By what failures are counted. */
    FailedLogins.Subjects subjects(Hash email, String network) {
        byte[] from = utf8(network);
        return new FailedLogins.Subjects(
                Hash.of(hmac("account and network", email.bytes(), from)),
                Hash.of(hmac("account", email.bytes())),
                Hash.of(hmac("network", from)));
    }

    /** What the audit log says of a network: equal for equal ones, and nothing without this secret. */
    String shown(String network) {
        return Hash.of(hmac("audited network", utf8(network))).toString().substring(0, SHOWN);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Each value is preceded by its length, so that no two lists collide. */
    private byte[] hmac(String purpose, byte[]... values) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.reveal(), HMAC));
            add(mac, utf8(purpose));
            for (byte[] value : values) {
                add(mac, value);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    private static void add(Mac mac, byte[] value) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
        mac.update(value);
    }
}
