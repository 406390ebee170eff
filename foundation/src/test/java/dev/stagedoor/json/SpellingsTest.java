// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.json;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.stagedoor.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A field that has two spellings is given in one of them. */
class SpellingsTest {
    private static final Spellings SPELLINGS = Spellings.of(Wish.class);

    record Wish(
            @JsonAlias("roomName") @Nullable String roomName,
            @JsonAlias("roomConfig") @Nullable Config roomConfig,
            @Nullable Map<String, Object> context) {}

    record Config(@Nullable List<Agent> agents) {
        record Nothing(@Nullable String a) {}
    }

    record Agent(@JsonAlias("agentName") @Nullable String agentName) {}

    private static void read(String json) {
        SPELLINGS.requireOne(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void either_spelling_is_read() {
        assertThatCode(() -> read("{\"room_name\":\"a\"}")).doesNotThrowAnyException();
        assertThatCode(
                        () -> read(
                                "{\"roomName\":\"a\",\"room_config\":{\"agents\":[{\"agentName\":\"b\"},{\"agent_name\":\"c\"}]}}"))
                .doesNotThrowAnyException();
    }

    @Test
    void both_are_refused_by_their_names_at_every_depth() {
        assertThatThrownBy(() -> read("{\"room_name\":\"a\",\"roomName\":\"b\"}"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("room_name")
                .hasMessageContaining("roomName");
        assertThatThrownBy(() -> read("{\"roomConfig\":{},\"room_config\":{}}")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> read("{\"roomConfig\":{\"agents\":[{},{\"agentName\":\"b\",\"agent_name\":\"b\"}]}}"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("room_config.agents.agent_name");
    }

    @Test
    void a_callers_own_data_may_have_any_names() {
        assertThatCode(() -> read("{\"context\":{\"room_name\":1,\"roomName\":2,\"a\":[{\"roomName\":3}]}}"))
                .doesNotThrowAnyException();
    }

    @Test
    void a_type_without_spellings_costs_nothing() {
        assertThatCode(() -> Spellings.of(Config.Nothing.class).requireOne(new byte[] {'{'}))
                .doesNotThrowAnyException();
    }
}
