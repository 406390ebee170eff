// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    enum Mode {
        VOICE,
        TEXT_ONLY
    }

    record Grants(@Nullable Boolean roomAdmin, int maxParticipants) {}

    record Wanted(
            @Nullable String agentSlug,
            @Nullable Mode mode,
            @Nullable Grants grants,
            @Nullable List<Grants> many,
            @Nullable Instant expiresAt,
            @Nullable Map<String, String> attributes) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Theirs(@Nullable String roomName) {}

    record Leak(Secret apiSecret) {}

    @Test
    void names_and_enum_words_are_snake_case_nulls_are_left_out_and_times_are_iso_8601() {
        var wanted = new Wanted("support", Mode.TEXT_ONLY, null, null, Instant.parse("2026-01-31T12:00:00Z"), Map.of());

        assertThat(Json.text(wanted))
                .isEqualTo("{\"agent_slug\":\"support\",\"mode\":\"text_only\","
                        + "\"expires_at\":\"2026-01-31T12:00:00Z\",\"attributes\":{}}");
        assertThat(Json.read(Json.bytes(wanted), Wanted.class)).isEqualTo(wanted);
    }

    @Test
    void an_unknown_field_is_refused_by_its_path_with_what_was_probably_meant() {
        Problem problem = refused("{\"grants\":{\"max_participants\":1,\"room_amdin\":true}}");

        assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(problem.fields())
                .containsExactly(
                        new Problem.Field("grants.room_amdin", "is not a field here; did you mean room_admin?"));
    }

    @Test
    void a_record_of_somebody_elses_format_ignores_what_it_does_not_know() {
        assertThat(Json.read("{\"room_name\":\"a\",\"colour\":1}", Theirs.class))
                .isEqualTo(new Theirs("a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"agent_slug\":5}                     | agent_slug              | must be a string",
                "{\"agent_slug\":true}                  | agent_slug              | must be a string",
                "{\"agent_slug\":{}}                    | agent_slug              | must be a string",
                "{\"mode\":\"video\"}                   | mode                    | must be one of voice, text_only",
                "{\"mode\":0}                           | mode                    | must be one of voice, text_only",
                "{\"mode\":\"\"}                        | mode                    | must be one of voice, text_only",
                "{\"grants\":{\"room_admin\":\"true\"}} | grants.room_admin       | must be true or false",
                "{\"grants\":{\"room_admin\":1}}        | grants.room_admin       | must be true or false",
                "{\"grants\":{\"max_participants\":\"5\"}}  | grants.max_participants | must be a whole number within"
                        + " 32 bits",
                "{\"grants\":{\"max_participants\":5.5}}    | grants.max_participants | must be a whole number within"
                        + " 32 bits",
                "{\"grants\":{\"max_participants\":null}}   | grants.max_participants | is required",
                "{\"grants\":{}}                      | grants.max_participants | is required",
                "{\"grants\":{\"max_participants\":4294967296}} | grants.max_participants | must be a whole number"
                        + " within 32 bits",
                "{\"grants\":[]}                        | grants                  | must be an object",
                "{\"grants\":\"\"}                      | grants                  | must be an object",
                "{\"many\":{}}                          | many                    | must be an array",
                "{\"many\":[{\"max_participants\":1},{\"max_participants\":[]}]} | many[1].max_participants | must be"
                        + " a whole number within 32 bits",
                "{\"expires_at\":1700000000}            | expires_at              | must be a time such as"
                        + " 2026-01-31T12:00:00Z",
                "{\"expires_at\":\"tomorrow\"}          | expires_at              | must be a time such as"
                        + " 2026-01-31T12:00:00Z",
                "{\"attributes\":{\"a\":1}}             | attributes.a            | must be a string"
            })
    void a_value_of_the_wrong_type_is_refused_by_its_path_and_never_converted(String json, String field, String why) {
        Problem problem = refused(json);

        assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(problem.fields()).containsExactly(new Problem.Field(field, why));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{]",
                "nope",
                "{\"agent_slug\":\"a\"} x",
                "{} {}",
                "{'agent_slug':'a'}",
                "{\"agent_slug\":\"a\",}",
                "{\"agent_slug\":\"\u0001\"}",
                "{\"agent_slug\":NaN}",
                "{\"a\":01}"
            })
    void what_is_not_json_is_malformed(String json) {
        assertThat(refused(json).code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
    }

    @Test
    void a_field_given_twice_is_refused() {
        Problem problem = refused("{\"agent_slug\":\"a\",\"agent_slug\":\"b\"}");

        assertThat(problem.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
        assertThat(problem.detail()).contains("twice").contains("line 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"text\"", "5", "true", "\"\""})
    void a_body_that_is_not_an_object_is_refused(String json) {
        assertThat(refused(json).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused(json).detail()).startsWith("The body must be");
    }

    @Test
    void nesting_is_bounded_even_under_a_field_nobody_reads() {
        String deep = "[".repeat(Json.DEPTH) + "]".repeat(Json.DEPTH);

        assertThatThrownBy(() -> Json.read("{\"x\":" + deep + "}", Theirs.class))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST))
                .hasMessageContaining("32 levels");
        assertThat(Json.read("{\"x\":" + deep.substring(1, deep.length() - 1) + "}", Theirs.class))
                .isEqualTo(new Theirs(null));
    }

    @ParameterizedTest
    @ValueSource(ints = {128 * 1024 + 1, 1024 * 1024})
    void strings_and_numbers_are_bounded(int length) {
        assertThat(refused("{\"agent_slug\":\"" + "a".repeat(length) + "\"}").code())
                .isEqualTo(ErrorCode.MALFORMED_REQUEST);
        assertThat(refused("{\"grants\":{\"max_participants\":" + "1".repeat(length) + "}}")
                        .code())
                .isEqualTo(ErrorCode.MALFORMED_REQUEST);
        assertThat(refused("{\"" + "n".repeat(length) + "\":1}").code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
    }

    @Test
    void a_refusal_never_repeats_the_value_that_was_sent() {
        for (String json : List.of(
                "{\"mode\":\"sk_hidden\"}",
                "{\"grants\":\"sk_hidden\"}",
                "{\"expires_at\":\"sk_hidden\"}",
                "sk_hidden")) {
            assertThat(refused(json).detail()).doesNotContain("sk_hidden");
        }
    }

    @Test
    void a_secret_has_no_json_form() {
        assertThatThrownBy(() -> Json.text(new Leak(Secret.of("hidden"))))
                .isInstanceOf(IllegalStateException.class)
                .hasStackTraceContaining("never written")
                .hasMessageNotContaining("hidden");
    }

    private static Problem refused(String json) {
        Problem problem = catchThrowableOfType(Problem.class, () -> Json.read(json, Wanted.class));
        assertThat(problem)
                .as("refusal of %s", json.length() > 99 ? "a long text" : json)
                .isNotNull();
        return problem;
    }

    record Priced(double cost, Double limit) {}

    @Test
    void amounts_are_written_without_an_exponent() {
        assertThat(Json.text(new Priced(0.000177, 12_345_678.5))).isEqualTo("{\"cost\":0.000177,\"limit\":12345678.5}");
        assertThat(Json.text(new Priced(0, 3.0))).isEqualTo("{\"cost\":0.0,\"limit\":3.0}");
        assertThat(Json.text(Map.of("cost", 1e-6))).isEqualTo("{\"cost\":0.000001}");
    }
}
