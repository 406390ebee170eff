// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FenceTest {
    private final Fence fence =
            new Fence(Scene.settings(), new Names("ins-one"), Optional.of(Range.parse("203.0.113.7/32")));

    @Test
    void nobody_calls_workers_and_they_reach_neither_clouds_metadata_nor_the_api_server() {
        NetworkPolicy policy = fence.policy(Scene.ref("front-desk", 1));

        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(policy.getSpec().getIngress()).isEmpty();
        var outside = policy.getSpec().getEgress().get(1);
        assertThat(outside.getTo()).hasSize(2);
        assertThat(outside.getTo().get(0).getIpBlock().getCidr()).isEqualTo("0.0.0.0/0");
        assertThat(outside.getTo().get(0).getIpBlock().getExcept())
                .containsExactly("169.254.0.0/16", "10.0.0.0/8", "203.0.113.7/32");
        assertThat(outside.getTo().get(1).getIpBlock().getExcept()).containsExactly("fe80::/10", "fd00:ec2::254/128");
        assertThat(outside.getPorts())
                .extracting(port -> port.getProtocol()
                        + (port.getPort() == null ? "" : port.getPort().getIntVal()))
                .containsExactly("TCP443", "TCP7880", "UDP");
    }

    @Test
    void names_are_asked_of_the_cluster_only() {
        var names =
                fence.policy(Scene.ref("front-desk", 1)).getSpec().getEgress().get(0);
        assertThat(names.getTo())
                .singleElement()
                .satisfies(peer -> assertThat(peer.getNamespaceSelector().getMatchLabels())
                        .containsEntry("kubernetes.io/metadata.name", "kube-system"));
        assertThat(names.getPorts())
                .extracting(port -> port.getProtocol() + port.getPort().getIntVal())
                .containsExactly("UDP53", "TCP53");
    }

    @Test
    void the_namespace_admits_no_pod_with_privileges_and_says_whose_it_is() {
        var namespace = fence.namespace(Scene.ref("front-desk", 1));
        assertThat(namespace.getMetadata().getName()).isEqualTo("agents-acme");
        assertThat(namespace.getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted")
                .containsEntry("stagedoor.dev/tenant", Scene.ACME.value());
    }
}
