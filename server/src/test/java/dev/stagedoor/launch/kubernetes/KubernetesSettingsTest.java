// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesSettingsTest {
    private static KubernetesSettings with(String namespace, String range, String port) {
        return new KubernetesSettings(
                "", namespace, true, List.of(), "", List.of(range), List.of(), List.of(port), Duration.ofSeconds(5));
    }

    @Test
    void by_default_there_is_a_namespace_for_each_tenant_and_nothing_to_run() {
        assertThat(KubernetesSettings.usual().namespace()).isEqualTo("stagedoor-{tenant}");
        assertThat(KubernetesSettings.usual().images()).isEmpty();
        assertThat(KubernetesSettings.usual().ports()).containsExactly(443);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agents", "Agents-{tenant}", "-{tenant}", "{tenant}.agents", "{slug}"})
    void a_namespace_that_tenants_would_share_or_that_is_none_is_refused(String namespace) {
        assertThatThrownBy(() -> with(namespace, "0.0.0.0/0", "443")).hasMessageContaining("{tenant}");
    }

    @Test
    void what_is_no_range_and_no_port_is_refused() {
        assertThatThrownBy(() -> with("{tenant}", "livekit.example.com", "443"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with("{tenant}", "0.0.0.0/0", "0")).hasMessageContaining("egress_ports");
        assertThatThrownBy(() -> with("{tenant}", "0.0.0.0/0", "70000")).hasMessageContaining("egress_ports");
        assertThatThrownBy(() -> with("{tenant}", "0.0.0.0/0", "https")).hasMessageContaining("egress_ports");
    }
}
