// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.launch.allowed.AllowedImages;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedImagesTest {
    private final AllowedImages allowed =
            new AllowedImages(List.of("registry.example.com:5000/agents/*", "acme/agent:1.4", "acme/tagged:*"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.example.com:5000/agents/one",
                "registry.example.com:5000/agents/one:2",
                "registry.example.com:5000/agents/deep/two@sha256:"
                        + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "acme/agent:1.4",
                "acme/tagged:anything"
            })
    void what_the_operator_names_is_allowed(String image) {
        assertThatCode(() -> allowed.check(image)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme/agent",
                "acme/agent:1.40",
                "acme/agent:1.4@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "acme/taggedevil:1",
                "registry.example.com:5000/agentsevil/one",
                "registry.example.com:5000/other"
            })
    void everything_else_is_refused_with_what_is_allowed(String image) {
        assertThatThrownBy(() -> allowed.check(image))
                .hasMessageContaining("image: the operator allows")
                .hasMessageContaining("acme/agent:1.4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "registry.example.com:5000/agents/../other/evil",
                "registry.example.com:5000/agents/",
                "registry.example.com:5000/agents/one two",
                "registry.example.com:5000/agents/one?x=1",
                "registry.example.com:5000/agents/ONE",
                "registry.example.com:5000/agents/one\n"
            })
    void what_is_no_reference_is_refused_even_where_its_beginning_is_allowed(String image) {
        assertThatThrownBy(() -> allowed.check(image)).hasMessageContaining("image: must be a reference");
    }

    @Test
    void an_operator_who_names_none_allows_none() {
        assertThatThrownBy(() -> new AllowedImages(List.of()).check("acme/agent"))
                .hasMessageContaining("the operator allows no image");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "acme/agent*", "acme/*/agent", "*:1"})
    void a_beginning_ends_where_a_name_does(String entry) {
        assertThatThrownBy(() -> new AllowedImages(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be a whole one, or end with /*, :* or @*");
    }
}
