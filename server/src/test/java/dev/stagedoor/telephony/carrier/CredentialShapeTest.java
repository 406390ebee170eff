// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.telephony.carrier.CredentialShape.Field;
import dev.stagedoor.telephony.carrier.CredentialShape.Use;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A credential has the fields that its carrier needs. */
class CredentialShapeTest {
    private static final Pattern WORD = Pattern.compile("[a-z]+");
    private static final CredentialShape SHAPE = new CredentialShape(List.of(
            new Field("account", Use.ACCOUNT, true, WORD, "must be a word"),
            new Field("token", Use.VERIFIES, true, WORD, "must be a word"),
            new Field("next_token", Use.VERIFIES, false, WORD, "must be a word"),
            new Field("api_key", Use.COMMANDS, false, WORD, "must be a word")));

    @Test
    void what_verifies_is_known() {
        Map<String, Secret> values = Map.of(
                "account",
                Secret.of("a"),
                "token",
                Secret.of("b"),
                "next_token",
                Secret.of("c"),
                "api_key",
                Secret.of("d"));

        SHAPE.requireFits(values);
        assertThat(SHAPE.verifying(values))
                .containsExactly(new CarrierSecret(Secret.of("b")), new CarrierSecret(Secret.of("c")));
    }

    @Test
    void the_next_token_may_be_missing() {
        Map<String, Secret> values = Map.of("account", Secret.of("a"), "token", Secret.of("b"));

        SHAPE.requireFits(values);
        assertThat(SHAPE.verifying(values)).containsExactly(new CarrierSecret(Secret.of("b")));
    }

    @Test
    void what_does_not_fit_is_named_and_not_quoted() {
        refused("token", Map.of("account", Secret.of("a")));
        refused("token", Map.of("account", Secret.of("a"), "token", Secret.of("B2")));
        refused("secret", Map.of("account", Secret.of("a"), "token", Secret.of("b"), "secret", Secret.of("c")));
    }

    private static void refused(String field, Map<String, Secret> values) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> SHAPE.requireFits(values))
                .satisfies(problem -> assertThat(problem.fields()).hasSize(1))
                .satisfies(problem ->
                        assertThat(problem.fields().getFirst().name()).isEqualTo(field))
                .satisfies(problem -> assertThat(problem.detail()).doesNotContain("B2"));
    }
}
