// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** S1: a sealed value opens at its own location and nowhere else, and reveals nothing. */
class SealTest {
    private static final TenantId ACME = TenantId.next(Instant.EPOCH);
    private static final TenantId GLOBEX = TenantId.next(Instant.EPOCH);
    private static final Binding HERE = new Binding(ACME, "cred_1", 3);
    private static final Secret VALUE = Secret.of("marked-secret-5f1c");

    private final Secret bytes = random();
    private final DataKey key = new DataKey(ACME, bytes);

    @Test
    void a_sealed_value_opens_where_it_was_sealed_for() {
        assertThat(key.open(key.seal(VALUE, HERE), HERE)).isEqualTo(VALUE);
        assertThat(new DataKey(ACME, bytes).open(key.seal(VALUE, HERE), HERE)).isEqualTo(VALUE);
    }

    @Test
    void a_sealed_value_copied_to_another_place_does_not_open() {
        byte[] sealed = key.seal(VALUE, HERE);
        for (Binding there : List.of(
                new Binding(ACME, "cred_1", 2), new Binding(ACME, "cred_1", 33), new Binding(ACME, "cred_2", 3))) {
            assertThatThrownBy(() -> key.open(sealed, there))
                    .isInstanceOf(SealBroken.class)
                    .hasMessageNotContaining("marked");
        }
    }

    @Test
    void a_sealed_value_copied_to_another_tenant_does_not_open_even_under_the_same_key_bytes() {
        byte[] sealed = key.seal(VALUE, HERE);
        Binding there = new Binding(GLOBEX, "cred_1", 3);

        assertThatThrownBy(() -> new DataKey(GLOBEX, bytes).open(sealed, there)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> key.open(sealed, there)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> key.seal(VALUE, there)).isInstanceOf(SealBroken.class);
    }

    @Test
    void a_binding_is_unambiguous() {
        assertThatThrownBy(() -> new Binding(ACME, "cred|1", 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Binding(ACME, "", 3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_same_value_sealed_twice_looks_different_and_holds_no_plaintext() {
        byte[] sealed = key.seal(VALUE, HERE);
        assertThat(sealed).isNotEqualTo(key.seal(VALUE, HERE));
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("marked");
        assertThat(key).hasToString("DataKey[" + ACME + "]");
    }

    @Property
    void a_sealed_value_with_any_one_bit_changed_does_not_open(
            @ForAll @Size(max = 80) byte[] value, @ForAll @IntRange(max = 1_000_000) int where) {
        byte[] sealed = key.seal(Secret.of(value), HERE);
        sealed[where / 8 % sealed.length] ^= (byte) (1 << where % 8);
        assertThatThrownBy(() -> key.open(sealed, HERE)).isInstanceOf(SealBroken.class);
    }

    @Test
    void a_fingerprint_is_equal_for_equal_values_only_and_needs_the_platforms_key() {
        Fingerprints prints = new Fingerprints(new DataKey(TenantId.PLATFORM, bytes));
        Fingerprints again = new Fingerprints(new DataKey(TenantId.PLATFORM, bytes));
        Fingerprints elsewhere = new Fingerprints(new DataKey(TenantId.PLATFORM, random()));
        byte[] ab = {'a', 'b'};

        assertThat(prints.of("secret", ab)).isEqualTo(again.of("secret", ab));
        assertThat(prints.of("secret", ab))
                .isNotIn(
                        prints.of("url", ab),
                        prints.of("secret", new byte[] {'a'}, new byte[] {'b'}),
                        prints.of("secret", ab, new byte[0]),
                        elsewhere.of("secret", ab));
        assertThatThrownBy(() -> new Fingerprints(key)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Secret random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Secret.of(bytes);
    }
}
