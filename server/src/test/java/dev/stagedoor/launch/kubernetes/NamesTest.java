// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.launch.GenerationRef;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamesTest {
    private final Names names = new Names("ins-one");

    private static GenerationRef ref(String slug, String agent, long number) {
        return new GenerationRef(Scene.ACME, slug, agent, number);
    }

    @Test
    void a_name_can_be_read_and_is_never_another_generations() {
        assertThat(names.name(ref("acme", "front-desk", 3))).matches("acme-front-desk-3-[0-9a-f]{10}");
        assertThat(names.name(ref("a", "b-c", 1))).isNotEqualTo(names.name(ref("a-b", "c", 1)));
        assertThat(names.name(ref("acme", "a", 1)))
                .isNotEqualTo(names.name(ref("acme", "a", 11)))
                .isNotEqualTo(new Names("ins-two").name(ref("acme", "a", 1)));
    }

    @Test
    void the_longest_slugs_make_names_and_labels_that_kubernetes_takes() {
        GenerationRef ref = ref("s" + "-".repeat(38) + "s", "a" + "-".repeat(62) + "a", Long.MAX_VALUE);
        assertThat(names.name(ref)).hasSizeLessThanOrEqualTo(46).matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
        assertThat(names.all(ref).values())
                .allSatisfy(value -> assertThat(value).matches("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?"));
        assertThat(Names.namespace("a-rather-long-name-of-a-namespace-{tenant}", ref))
                .hasSizeLessThanOrEqualTo(63)
                .matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
        assertThat(Names.namespace("agents-{tenant}", ref("acme", "a", 1))).isEqualTo("agents-acme");
    }

    @Test
    void whose_an_object_is_can_be_read_from_it_and_foreign_labels_are_nobodys() {
        GenerationRef ref = ref("acme", "a".repeat(64), 7);
        assertThat(Names.generation(pod(names.all(ref), Names.annotations(ref))))
                .contains(ref);
        assertThat(Names.generation(pod(names.all(), Map.of()))).isEmpty();
        assertThat(Names.generation(
                        pod(Map.of(Names.TENANT, "somebody", Names.GENERATION, "many"), Names.annotations(ref))))
                .isEmpty();
        assertThat(Names.generation(
                        new PodBuilder().withNewMetadata().endMetadata().build()))
                .isEmpty();
    }

    private static Pod pod(Map<String, String> labels, Map<String, String> annotations) {
        return new PodBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .build();
    }
}
