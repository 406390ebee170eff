// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored JSON is read and preserved by nodes one version older and one newer than its writer (E6). */
class StoredJsonTest {
    enum Mode {
        VOICE,
        TEXT
    }

    record StoredPart(@JsonProperty("name") String name) {}

    record StoredThing(
            @JsonProperty("id") String id,
            @JsonProperty("mode") @Nullable Mode mode,
            @JsonProperty("part") @Nullable StoredPart part,
            @JsonProperty("parts") @Nullable List<StoredPart> parts) {}

    private static final StoredThing THING =
            new StoredThing("a", Mode.VOICE, new StoredPart("p"), List.of(new StoredPart("x"), new StoredPart("y")));

    @Test
    void what_was_written_is_read_again() {
        assertThat(StoredJson.read(StoredJson.text(THING), StoredThing.class)).isEqualTo(THING);
    }

    @Test
    void a_field_of_a_newer_version_is_ignored_and_one_of_an_older_is_null() {
        String newer = "{\"id\":\"a\",\"since\":{\"x\":1},\"part\":{\"name\":\"p\",\"size\":2}}";

        assertThat(StoredJson.read(newer, StoredThing.class))
                .isEqualTo(new StoredThing("a", null, new StoredPart("p"), null));
    }

    @Test
    void what_this_version_does_not_know_survives_an_update_at_every_depth() {
        String before = """
            {"id":"a","since":1,"part":{"name":"p","size":2},"parts":[{"name":"x","n":1},{"name":"y","n":2}]}
            """;
        JsonNode after = tree(StoredJson.updated(
                before,
                new StoredThing(
                        "b", Mode.TEXT, new StoredPart("q"), List.of(new StoredPart("x2"), new StoredPart("y2")))));

        assertThat(after).isEqualTo(tree("""
            {"id":"b","since":1,"mode":"text","part":{"name":"q","size":2},
             "parts":[{"name":"x2","n":1},{"name":"y2","n":2}]}
            """));
    }

    @Test
    void a_shorter_list_loses_what_was_removed() {
        JsonNode after = tree(StoredJson.updated(
                "{\"id\":\"a\",\"parts\":[{\"name\":\"x\",\"n\":1},{\"name\":\"y\",\"n\":2}]}",
                new StoredThing("a", null, null, List.of(new StoredPart("x")))));

        assertThat(after.get("parts")).isEqualTo(tree("[{\"name\":\"x\",\"n\":1}]"));
    }

    @Test
    void a_null_is_written_so_that_an_update_clears_the_field() {
        StoredThing cleared = new StoredThing("a", null, null, null);

        assertThat(tree(StoredJson.text(cleared)).get("mode").isNull()).isTrue();
        assertThat(StoredJson.read(StoredJson.updated(StoredJson.text(THING), cleared), StoredThing.class))
                .isEqualTo(cleared);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"mode\":\"smell\"}", "{\"id\":{}}", "null", "{", "{\"parts\":3}"})
    void what_this_version_cannot_read_says_so(String json) {
        assertThatThrownBy(() -> StoredJson.read(json, StoredThing.class)).isInstanceOf(UnreadableStored.class);
    }

    private static JsonNode tree(String json) {
        return Json.read(json, JsonNode.class);
    }
}
