package dev.stagedoor.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Stored JSON is read and preserved by a node one version older or newer than its writer (E6)")
class StoredJsonTest {
    enum Mode {
        VOICE
    }

    record StoredPart(@JsonProperty("size") int size) {}

    record StoredThing(
            @JsonProperty("mode") @Nullable Mode mode,
            @JsonProperty("label") @Nullable String label,
            @JsonProperty("parts") @Nullable List<StoredPart> parts) {}

    @Test
    void an_unknown_field_is_ignored_and_a_missing_one_is_null() {
        StoredThing read = StoredJson.read("{\"mode\":\"voice\",\"added_later\":1}", StoredThing.class);

        assertThat(read).isEqualTo(new StoredThing(Mode.VOICE, null, null));
    }

    @Test
    void an_unknown_field_survives_an_update_at_every_depth() {
        String before = "{\"mode\":\"voice\",\"label\":\"a\",\"new\":1,\"parts\":[{\"size\":1,\"weight\":2}]}";

        String after = StoredJson.updated(before, new StoredThing(Mode.VOICE, null, List.of(new StoredPart(3))));

        assertThat(after)
                .isEqualTo("{\"mode\":\"voice\",\"label\":null,\"new\":1,\"parts\":[{\"size\":3,\"weight\":2}]}");
    }

    @Test
    void an_unknown_enum_value_is_said_to_be_unreadable() {
        assertThatThrownBy(() -> StoredJson.read("{\"mode\":\"hologram\"}", StoredThing.class))
                .isInstanceOf(UnreadableStored.class);
    }
}
