// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms are read as they were meant, or not at all. */
class FieldsTest {
    @Provide
    static Arbitrary<Map<String, String>> forms() {
        Arbitrary<String> text = Arbitraries.strings()
                .ofMaxLength(20)
                .filter(one -> one.chars().noneMatch(Character::isISOControl))
                .filter(StandardCharsets.UTF_8.newEncoder()::canEncode);
        return Arbitraries.maps(text.filter(name -> !name.isEmpty()), text).ofMaxSize(10);
    }

    @Property
    void a_form_is_read_from_a_body_and_from_a_query(@ForAll("forms") Map<String, String> form) {
        String encoded = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + '=' + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        Map<String, List<String>> expected = form.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, field -> List.of(field.getValue())));

        assertThat(Fields.of(SentRequest.form("/x?y=1", encoded)).all()).isEqualTo(expected);
        assertThat(Fields.of(SentRequest.get("/x?" + encoded)).all()).isEqualTo(expected);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Property
    void any_bytes_are_read_or_refused(@ForAll byte[] bytes) {
        try {
            Fields.of(SentRequest.post("/x", "application/x-www-form-urlencoded", bytes));
        } catch (Problem refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
        }
    }

    @Test
    void values_are_kept_in_order_and_empty_ones_too() {
        Fields fields = Fields.of(SentRequest.form("/x", "B=2&A=&B=1&C&D=a=b&E=é"));

        assertThat(fields.all())
                .isEqualTo(Map.of(
                        "B",
                        List.of("2", "1"),
                        "A",
                        List.of(""),
                        "C",
                        List.of(""),
                        "D",
                        List.of("a=b"),
                        "E",
                        List.of("é")));
        assertThat(fields.text("A")).contains("");
        assertThat(fields.text("Z")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"A=%", "A=%4", "A=%zz", "A=%C3", "A=%FF", "A=%00", "=1", "A=1&&B=2", "A%0a=1", "A=%ED%A0%80"})
    void what_cannot_be_decoded_is_refused(String body) {
        refused(() -> Fields.of(SentRequest.form("/x", body)));
    }

    @Test
    void forms_have_limits() {
        String many =
                IntStream.rangeClosed(0, 200).mapToObj(i -> "A" + i + "=1").collect(Collectors.joining("&"));

        String large = IntStream.range(0, 9)
                .mapToObj(i -> "A" + i + '=' + "x".repeat(8000))
                .collect(Collectors.joining("&"));

        refused(() -> Fields.of(SentRequest.form("/x", many)));
        refused(() -> Fields.of(SentRequest.form("/x", large)));
        refused(() -> Fields.of(SentRequest.form("/x", "A=" + "x".repeat(8193))));
        refused(() -> Fields.of(SentRequest.form("/x", "x".repeat(257) + "=1")));
        refused(() -> Fields.of(SentRequest.form("/x", "A=1" + "&".repeat(65536))));
        refused(() -> Fields.of(SentRequest.form("/x", "A=" + "x".repeat(257))).text("A"));
        assertThat(Fields.of(SentRequest.form("/x", "A=" + "x".repeat(256))).required("A"))
                .hasSize(256);
    }

    @Test
    void a_type_may_have_parameters() {
        String type = "Application/X-WWW-Form-Urlencoded ; charset=UTF-8";

        assertThat(Fields.of(SentRequest.post("/x", type, "A=1")).required("A")).isEqualTo("1");
        refused(() -> Fields.of(SentRequest.post("/x", "text/plain; application/x-www-form-urlencoded", "A=1")));
    }

    @Test
    void what_must_be_there_once_is_not_missing_empty_or_repeated() {
        Fields fields = Fields.of(SentRequest.form("/x", "A=1&A=1&B="));

        refused(() -> fields.required("A"));
        refused(() -> fields.required("B"));
        refused(() -> fields.required("C"));
    }

    private static void refused(Runnable reading) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(reading::run)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST));
    }
}
