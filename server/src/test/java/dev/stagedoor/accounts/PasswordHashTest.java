// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S4: passwords are Argon2id, each with its own salt and cost")
class PasswordHashTest {
    private static final PasswordHash.Cost CHEAP = new PasswordHash.Cost(64, 1, 1);

    @Test
    void a_hash_is_what_the_reference_implementation_makes_of_it() {
        // argon2 somesalt -id -t 2 -m 16 -p 1, password "password": from the reference implementation's tests.
        byte[] hash = Base64.getDecoder().decode("CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
        PasswordHash reference = new PasswordHash(
                new PasswordHash.Cost(65_536, 2, 1), "somesalt".getBytes(StandardCharsets.US_ASCII), hash);

        assertThat(Argon2.matches(Secret.of("password"), reference)).isTrue();
        assertThat(Argon2.matches(Secret.of("Password"), reference)).isFalse();
    }

    @Test
    void it_is_stored_as_a_phc_string_and_read_again() {
        PasswordHash made = Argon2.hash(Secret.of("password"), CHEAP);

        assertThat(made.text()).matches("\\$argon2id\\$v=19\\$m=64,t=1,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(PasswordHash.parse(made.text())).isEqualTo(made);
        assertThat(made.toString()).doesNotContain(made.text().substring(30));
    }

    @Test
    void two_of_one_password_differ_and_both_match() {
        PasswordHash one = Argon2.hash(Secret.of("password"), CHEAP);
        PasswordHash other = Argon2.hash(Secret.of("password"), CHEAP);

        assertThat(one.text()).isNotEqualTo(other.text());
        assertThat(Argon2.matches(Secret.of("password"), other)).isTrue();
    }

    @Test
    void what_is_none_is_a_fault_and_no_mismatch() {
        for (String broken : new String[] {
            "",
            "$2b$12$abcdefghijklmnopqrstuv",
            "$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$" + "A".repeat(43),
            "$argon2id$v=19$m=9999999,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$" + "A".repeat(43),
            "$argon2id$v=19$m=64,t=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$" + "A".repeat(43)
        }) {
            assertThatThrownBy(() -> PasswordHash.parse(broken)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void the_cost_is_raised_to_what_the_machine_can_bear_and_never_below_the_minimum() {
        Duration goal = Duration.ofMillis(100);

        assertThat(PasswordHashing.raised(goal, Duration.ofMillis(25))).isEqualTo(new PasswordHash.Cost(19_456, 8, 1));
        assertThat(PasswordHashing.raised(goal, Duration.ofSeconds(2))).isEqualTo(PasswordHash.Cost.LEAST);
        assertThat(PasswordHashing.raised(goal, Duration.ofNanos(1)).passes()).isEqualTo(10);
        assertThat(CHEAP.isBelow(PasswordHash.Cost.LEAST)).isTrue();
        assertThat(PasswordHash.Cost.LEAST.isBelow(PasswordHash.Cost.LEAST)).isFalse();
    }
}
