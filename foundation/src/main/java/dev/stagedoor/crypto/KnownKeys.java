// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.crypto;

import dev.stagedoor.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Keys that others may know: published samples, keys derived from a word, and keys with a pattern. A random key is
 * rejected by mistake less than once in 10^10.
 */
final class KnownKeys {
    /** Of 32 random bytes about 30 are distinct; fewer than this many indicate a pattern. */
    private static final int FEWEST_DISTINCT = 17;

    /** Printed in SP 800-38A, the GCM specification and RFC 8032; the last is the sample in our documents and tests. */
    private static final List<String> PRINTED = List.of(
            "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "7e5a0d1c93b84f26e1d7a3590c6b2f84d81e47a93c65f02b9de1847650cbfa3d");

    /** A key made by hashing one of these is as weak as the word. */
    private static final List<String> WORDS = List.of(
            "",
            "test",
            "secret",
            "password",
            "changeme",
            "change-me",
            "admin",
            "stagedoor",
            "master",
            "master-key",
            "masterkey",
            "livekit",
            "devkey",
            "dev",
            "example",
            "sample",
            "default",
            "key",
            "hello",
            "123456");

    private static final Set<String> REFUSED = refused();

    private KnownKeys() {}

    static void refuse(Secret key) {
        byte[] bytes = key.reveal();
        if (REFUSED.contains(HexFormat.of().formatHex(bytes))) {
            throw new MasterKeyRefused("The master key is a published sample. Make one with: openssl rand -base64 32");
        }
        if (isText(bytes)) {
            throw new MasterKeyRefused(
                    "The master key is text, not random bytes. Make one with: openssl rand -base64 32");
        }
        if (isProgression(bytes) || distinct(bytes) < FEWEST_DISTINCT) {
            throw new MasterKeyRefused("The master key has a pattern. Make one with: openssl rand -base64 32");
        }
    }

    private static boolean isText(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0x20 || b > 0x7e) {
                return false;
            }
        }
        return true;
    }

    private static boolean isProgression(byte[] bytes) {
        int step = bytes[1] - bytes[0];
        for (int i = 2; i < bytes.length; i++) {
            if ((byte) (bytes[i] - bytes[i - 1]) != (byte) step) {
                return false;
            }
        }
        return true;
    }

    private static int distinct(byte[] bytes) {
        Set<Byte> seen = new HashSet<>();
        for (byte b : bytes) {
            seen.add(b);
        }
        return seen.size();
    }

    private static Set<String> refused() {
        Set<String> keys = new HashSet<>(PRINTED);
        for (String word : WORDS) {
            keys.add(HexFormat.of().formatHex(sha256(word)));
        }
        return Set.copyOf(keys);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
