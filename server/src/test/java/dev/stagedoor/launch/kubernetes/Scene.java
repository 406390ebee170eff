// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.launch.Generation;
import dev.stagedoor.launch.GenerationRef;
import dev.stagedoor.launch.WorkerSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tenant's generation, and settings, for tests. */
final class Scene {
    static final String IMAGE = "registry.example.com/agents/front-desk:1.4";
    static final String SECRET = "s3cret-of-acme-0123456789";
    static final TenantId ACME = TenantId.next(Instant.parse("2026-11-30T12:00:00Z"));

    private Scene() {}

    static KubernetesSettings settings(String kubeconfig, Duration timeout) {
        return new KubernetesSettings(
                kubeconfig,
                "agents-{tenant}",
                true,
                List.of("registry.example.com/agents/*"),
                "registry-login",
                List.of("0.0.0.0/0", "::/0"),
                List.of("10.0.0.0/8"),
                List.of("443", "7880"),
                timeout);
    }

    static KubernetesSettings settings() {
        return settings("", Duration.ofSeconds(5));
    }

    static GenerationRef ref(String agent, long number) {
        return new GenerationRef(ACME, "acme", agent, number);
    }

    static Generation generation(GenerationRef ref) {
        return generation(ref, new WorkerSpec.Health("/", 8081), "start", "--price=$(LIVEKIT_API_SECRET)", "$$");
    }

    static Generation generation(GenerationRef ref, WorkerSpec.@Nullable Health health, String... arguments) {
        WorkerSpec spec = new WorkerSpec(
                "kubernetes",
                IMAGE,
                List.of(arguments),
                new WorkerSpec.Resources(250, 512, 64),
                Map.of(),
                health,
                Duration.ofMinutes(30));
        return new Generation(ref, spec, Scene::environment);
    }

    static Map<String, Secret> environment() {
        return Map.of(
                "LIVEKIT_URL", Secret.of("wss://acme.example.com"),
                "LIVEKIT_API_SECRET", Secret.of(SECRET),
                "PRIVATE_KEY", Secret.of("-----BEGIN KEY-----\nab'c\n-----END KEY-----\n"));
    }
}
