// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I6: room names on the wire always carry the tenant's prefix. */
class RoomNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"support", "support/1", "Büro 7", "🎭", "globex.support", "acme", "acmex.support", " acme.x"})
    void a_name_gets_the_tenants_prefix(String name) {
        assertThat(RoomNames.onWire("acme", "room_name", name)).isEqualTo("acme." + name);
    }

    @Test
    void a_name_with_the_prefix_is_kept() {
        assertThat(RoomNames.onWire("acme", "room_name", "acme.support")).isEqualTo("acme.support");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t",
                "a\u0000b",
                "\u0000",
                "a\nb",
                "a\u007fb",
                "a\u0085b",
                "a\u2028b",
                "a\ud83cb",
                "acme."
            })
    void what_cannot_be_a_name_is_refused_by_the_fields_name(String name) {
        refused(name);
    }

    @Test
    void a_name_is_at_most_256_bytes_with_its_prefix() {
        assertThat(RoomNames.onWire("acme", "room_name", "x".repeat(251))).hasSize(256);
        refused("x".repeat(252));
        refused("x".repeat(257));
        refused("acme." + "x".repeat(252));
        refused("é".repeat(126));
        refused("x".repeat(10_000_000));
    }

    @Property
    void any_name_is_prefixed_once_or_refused(@ForAll @StringLength(max = 300) String name) {
        String once = onWireOrEmpty(name);
        Assume.that(!once.isEmpty());
        assertThat(once).startsWith("acme.").endsWith(name);
        assertThat(once.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(256);
        assertThat(RoomNames.onWire("acme", "room_name", once)).isEqualTo(once);
        assertThat(RoomNames.belongs("acme", once)).isTrue();
        assertThat(RoomNames.belongs("globex", once)).isFalse();
    }

    private static String onWireOrEmpty(String name) {
        try {
            return RoomNames.onWire("acme", "room_name", name);
        } catch (Problem refused) {
            return "";
        }
    }

    private static void refused(String name) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> RoomNames.onWire("acme", "room_name", name))
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                    assertThat(problem.fields()).extracting(Problem.Field::name).containsExactly("room_name");
                });
    }
}
