// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaSampleTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"type":"string"}                                        | "sandbox value"
            {"type":"string","enum":["b","a"]}                       | "b"
            {"const":3}                                              | 3
            {"type":"boolean"}                                       | true
            {"type":"integer"}                                       | 1
            {"type":"number","minimum":0.5}                          | 0.5
            {"type":"integer","exclusiveMinimum":7}                  | 8
            {"type":["null","string"]}                               | null
            {"type":"array","items":{"type":"boolean"}}              | [true]
            {"type":"array","items":{"type":"integer"},"minItems":2} | [1,1]
            {"type":"array","items":{},"maxItems":0}                 | []
            {"type":"string","minLength":20}                         | "sandbox valuesandbox"
            {"type":"string","maxLength":3}                          | "san"
            {"anyOf":[{"type":"boolean"},{"type":"string"}]}         | true
            """)
    void a_value_is_the_smallest_that_fits(String schema, String value) {
        assertThat(sample(schema)).isEqualTo(value);
    }

    @Test
    void an_object_has_its_required_fields_or_all_of_them() {
        assertThat(sample("""
                {"type":"object","properties":{"who":{"enum":["writer"]},"sub_task":{"type":"string"},
                 "note":{"type":"string"}},"required":["who","sub_task"]}""")).isEqualTo("{\"who\":\"writer\",\"sub_task\":\"sandbox sub task\"}");
        assertThat(sample("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"boolean\"}}}"))
                .isEqualTo("{\"a\":true}");
    }

    @Test
    void a_reference_is_followed_and_one_to_itself_ends() {
        assertThat(sample("""
                {"type":"array","items":{"$ref":"#/$defs/Step"},
                 "$defs":{"Step":{"type":"object","properties":{"go":{"type":"boolean"}}}}}""")).isEqualTo("[{\"go\":true}]");
        assertThat(sample("{\"$ref\":\"#\"}")).isEqualTo("null");
        assertThat(sample("{\"$ref\":\"#/x\",\"x\":{\"$ref\":\"#/x\"}}")).isEqualTo("null");
    }

    private static String sample(String schema) {
        return SchemaSample.of(RawClaude.json(schema)).toString();
    }
}
