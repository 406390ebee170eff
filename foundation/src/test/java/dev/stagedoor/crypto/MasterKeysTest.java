// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.db.Role;
import dev.stagedoor.db.RolePasswords;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S3: the server does not start with a master key that is missing, short, or known to others. */
class MasterKeysTest {
    private static final TenantId ACME = TenantId.next(Instant.EPOCH);

    @Test
    void a_missing_key_is_refused_and_says_what_to_set() {
        assertRefused(() -> MasterKeys.from(Map.of()), "STAGEDOOR_MASTER_KEY_FILE");
        assertRefused(() -> MasterKeys.from(Map.of("STAGEDOOR_MASTER_KEY", "")), "1 to 16");
        assertRefused(() -> MasterKeys.from(Map.of("STAGEDOOR_MASTER_KEY", " \n# none\n")), "1 to 16");
    }

    @Test
    void a_key_from_two_places_is_refused() {
        Map<String, String> both = Map.of("STAGEDOOR_MASTER_KEY", fresh(), "STAGEDOOR_MASTER_KEY_FILE", "/nowhere");
        assertRefused(() -> MasterKeys.from(both), "not both");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 31, 33, 64})
    void a_key_of_any_other_length_than_32_bytes_is_refused(int length) {
        byte[] bytes = new byte[length];
        new java.security.SecureRandom().nextBytes(bytes);
        String text = "old:" + Base64.getEncoder().encodeToString(bytes);
        assertRefused(() -> MasterKey.parse(text), "has " + length + " bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                "7E5A0D1C93B84F26E1D7A3590C6B2F84D81E47A93C65F02B9DE1847650CBFA3D",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
                "my: c3RhZ2Vkb29yLXN0YWdlZG9vci1zdGFnZWRvb3ItISE=",
            })
    void a_key_that_others_know_or_could_guess_is_refused(String sample) {
        assertThatThrownBy(() -> MasterKey.parse(sample)).isInstanceOf(MasterKeyRefused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "changeme", "stagedoor", "test"})
    void a_key_that_is_the_hash_of_a_word_is_refused(String word) throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(word.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertRefused(() -> MasterKey.parse(HexFormat.of().formatHex(hash)), "published sample");
    }

    @Test
    void a_refusal_never_quotes_the_key() {
        for (String bad : new String[] {"tr0ub4dor&3-and-some-more", "id:%%%tr0ub4dor", "bad id!:" + fresh()}) {
            assertThatThrownBy(() -> MasterKeys.parse(Secret.of(bad)))
                    .isInstanceOf(MasterKeyRefused.class)
                    .satisfies(e -> assertThat(e.toString()).doesNotContain(bad.substring(bad.length() - 8)))
                    .hasNoCause();
        }
    }

    @Test
    void base64_of_both_alphabets_and_hex_are_the_same_key() {
        byte[] bytes = HexFormat.of().parseHex("fbff" + "3e91c7d20a4458b67c1f83e5d9022764aa5e90b11dcf3872846c0b57e3fa");
        String hex = HexFormat.of().formatHex(bytes);
        String standard = Base64.getEncoder().encodeToString(bytes);
        String url = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

        byte[] wrapped = MasterKey.parse(hex).wrap(ACME, Secret.of("data key"));

        assertThat(MasterKey.parse(standard).unwrap(ACME, wrapped)).isEqualTo(Secret.of("data key"));
        assertThat(MasterKey.parse(url).unwrap(ACME, wrapped)).isEqualTo(Secret.of("data key"));
        assertThat(MasterKey.parse(url).id())
                .isEqualTo(MasterKey.parse(hex).id())
                .startsWith("mk-");
    }

    @Test
    void the_first_key_wraps_and_the_others_still_unwrap() {
        String old = "2025:" + fresh();
        String current = "2026:" + fresh();
        byte[] before = MasterKeys.parse(Secret.of(old)).primary().wrap(ACME, Secret.of("data key"));

        MasterKeys both = MasterKeys.parse(Secret.of("# rotated\n" + current + "\n" + old + "\n"));

        assertThat(both.primary().id()).isEqualTo("2026");
        assertThat(both.named("2025").unwrap(ACME, before)).isEqualTo(Secret.of("data key"));
        assertThatThrownBy(() -> both.named("2024"))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("2024");
    }

    @Test
    void two_keys_of_one_id_are_refused() {
        Secret twice = Secret.of("a:" + fresh() + ",a:" + fresh());
        assertRefused(() -> MasterKeys.parse(twice), "Two master keys have the id a");
    }

    @Test
    void what_is_wrapped_for_one_tenant_does_not_open_for_another_nor_under_another_key() {
        MasterKey key = MasterKey.generate();
        byte[] wrapped = key.wrap(ACME, Secret.of("data key"));
        TenantId globex = TenantId.next(Instant.EPOCH);

        assertThatThrownBy(() -> key.unwrap(globex, wrapped)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> MasterKey.generate().unwrap(ACME, wrapped)).isInstanceOf(SealBroken.class);
        byte[] altered = wrapped.clone();
        altered[altered.length - 1] ^= 1;
        assertThatThrownBy(() -> key.unwrap(ACME, altered)).isInstanceOf(SealBroken.class);
    }

    @Test
    void role_passwords_are_the_same_for_the_same_key_and_differ_by_role_and_key() {
        MasterKeys keys = MasterKeys.of(MasterKey.generate());

        Map<Role, Secret> passwords = RolePasswords.of(keys);

        assertThat(passwords).containsOnlyKeys(Role.values()).isEqualTo(RolePasswords.of(keys));
        assertThat(passwords.values().stream().map(Secret::revealText))
                .doesNotHaveDuplicates()
                .allMatch(password -> password.matches("[A-Za-z0-9_-]{43}"));
        assertThat(RolePasswords.of(MasterKeys.of(MasterKey.generate()))).isNotEqualTo(passwords);
    }

    @Test
    void a_key_prints_as_its_id() {
        MasterKey key = MasterKey.parse("2026:" + fresh());
        assertThat(key).hasToString("MasterKey[2026]");
        assertThat(MasterKeys.of(key)).hasToString("[MasterKey[2026]]");
    }

    private static String fresh() {
        String text = MasterKey.generate().text().revealText();
        return text.substring(text.indexOf(':') + 1);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable start, String why) {
        assertThatThrownBy(start).isInstanceOf(MasterKeyRefused.class).hasMessageContaining(why);
    }
}
