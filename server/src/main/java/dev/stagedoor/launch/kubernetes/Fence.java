// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import dev.stagedoor.launch.GenerationRef;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What stands between one tenant's workers and everything else: their namespace, and what may be reached from it. */
final class Fence {
    private static final int DNS = 53;

    private final KubernetesSettings settings;
    private final Names names;
    private final Optional<Range> apiServer;

    Fence(KubernetesSettings settings, Names names, Optional<Range> apiServer) {
        this.settings = settings;
        this.names = names;
        this.apiServer = apiServer;
    }

    /** The namespace, in which no pod may have more privileges than ours have. */
    Namespace namespace(GenerationRef ref) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(Names.namespace(settings.namespace(), ref))
                .withLabels(Map.of(
                        Names.MANAGED_BY,
                        Names.MANAGER,
                        Names.TENANT,
                        ref.tenant().value(),
                        "pod-security.kubernetes.io/enforce",
                        "restricted"))
                .endMetadata()
                .build();
    }

    /** Workers are called by nobody. They ask for names, and call LiveKit and their vendors. */
    NetworkPolicy policy(GenerationRef ref) {
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName("stagedoor-workers")
                .withNamespace(Names.namespace(settings.namespace(), ref))
                .withLabels(names.all())
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(Map.of(Names.MANAGED_BY, Names.MANAGER))
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .withEgress(names(), outside())
                .endSpec()
                .build();
    }

    private static NetworkPolicyEgressRule names() {
        return new NetworkPolicyEgressRuleBuilder()
                .withTo(new NetworkPolicyPeerBuilder()
                        .withNewNamespaceSelector()
                        .withMatchLabels(Map.of("kubernetes.io/metadata.name", "kube-system"))
                        .endNamespaceSelector()
                        .build())
                .withPorts(port("UDP", DNS), port("TCP", DNS))
                .build();
    }

    private NetworkPolicyEgressRule outside() {
        List<NetworkPolicyPort> ports = new ArrayList<>();
        settings.ports().forEach(number -> ports.add(port("TCP", number)));
        ports.add(new NetworkPolicyPortBuilder().withProtocol("UDP").build());
        List<Range> except = Stream.of(
                        Range.METADATA.stream(),
                        settings.egressExcept().stream().map(Range::parse),
                        apiServer.stream())
                .flatMap(ranges -> ranges)
                .toList();
        return new NetworkPolicyEgressRuleBuilder()
                .withTo(settings.egress().stream()
                        .map(Range::parse)
                        .map(range -> peer(range, except))
                        .toList())
                .withPorts(ports)
                .build();
    }

    private static NetworkPolicyPeer peer(Range range, List<Range> except) {
        return new NetworkPolicyPeerBuilder()
                .withNewIpBlock()
                .withCidr(range.text())
                .withExcept(except.stream()
                        .filter(range::surrounds)
                        .map(Range::text)
                        .distinct()
                        .toList())
                .endIpBlock()
                .build();
    }

    private static NetworkPolicyPort port(String protocol, int number) {
        return new NetworkPolicyPortBuilder()
                .withProtocol(protocol)
                .withPort(new IntOrString(number))
                .build();
    }
}
