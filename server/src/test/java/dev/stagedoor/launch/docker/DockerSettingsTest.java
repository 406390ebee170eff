// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DockerSettingsTest {
    private static DockerSettings settings(String host, String certificates, String... images) {
        return new DockerSettings(
                host, certificates, List.of(images), true, "bridge", "65534:65534", Duration.ofSeconds(5));
    }

    @Test
    void by_default_there_is_an_engine_and_nothing_to_run() {
        assertThat(DockerSettings.usual().host()).isEqualTo("unix:///var/run/docker.sock");
        assertThat(DockerSettings.usual().images()).isEmpty();
    }

    /** Environments go over that connection. */
    @Test
    void an_engine_on_another_machine_needs_certificates() {
        assertThatThrownBy(() -> settings("tcp://10.0.0.5:2375", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs certificates");
        assertThatThrownBy(() -> settings("tcp://docker.internal:2375", "")).hasMessageContaining("needs certificates");
        assertThatCode(() -> settings("tcp://10.0.0.5:2376", "/etc/stagedoor/docker"))
                .doesNotThrowAnyException();
        assertThatCode(() -> settings("tcp://127.0.0.1:2375", "")).doesNotThrowAnyException();
    }

    @Test
    void what_is_no_engine_and_no_image_is_refused_at_the_start() {
        assertThatThrownBy(() -> settings("http://10.0.0.5", "")).hasMessageContaining("unix:///");
        assertThatThrownBy(() -> settings("unix:///var/run/docker.sock", "", "acme*"))
                .hasMessageContaining("images: each must be a whole one");
    }
}
