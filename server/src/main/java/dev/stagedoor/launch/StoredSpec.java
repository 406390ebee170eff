// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.stagedoor.json.StoredJson;
import dev.stagedoor.vault.CredentialRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A {@link WorkerSpec} as it is stored. */
record StoredSpec(
        @JsonProperty("runtime") String runtime,
        @JsonProperty("program") String program,
        @JsonProperty("arguments") List<String> arguments,
        @JsonProperty("millicores") int millicores,
        @JsonProperty("memory") int memory,
        @JsonProperty("processes") int processes,
        @JsonProperty("environment") Map<String, Variable> environment,
        @JsonProperty("health_path") @Nullable String healthPath,
        @JsonProperty("health_port") @Nullable Integer healthPort,
        @JsonProperty("drain_seconds") long drainSeconds) {

    /** Which credential a variable holds. */
    record Variable(@JsonProperty("kind") String kind, @JsonProperty("name") String name) {}

    /** {@link Launched.Inputs} as they are stored. */
    record StoredInputs(
            @JsonProperty("spec") StoredSpec spec,
            @JsonProperty("agent_name") String agentName,
            @JsonProperty("project") long project,
            @JsonProperty("secrets") Map<String, Long> secrets) {}

    static String text(WorkerSpec spec) {
        return StoredJson.text(of(spec));
    }

    static String text(Launched.Inputs inputs) {
        return StoredJson.text(new StoredInputs(
                of(inputs.spec()), inputs.agentName(), inputs.project(), new TreeMap<>(inputs.secrets())));
    }

    static WorkerSpec spec(String json) {
        return StoredJson.read(json, StoredSpec.class).spec();
    }

    static Launched.Inputs inputs(String json) {
        StoredInputs stored = StoredJson.read(json, StoredInputs.class);
        return new Launched.Inputs(stored.spec().spec(), stored.agentName(), stored.project(), stored.secrets());
    }

    private static StoredSpec of(WorkerSpec spec) {
        Map<String, Variable> environment = new TreeMap<>();
        spec.environment().forEach((name, ref) -> environment.put(name, new Variable(ref.kind(), ref.name())));
        WorkerSpec.Health health = spec.health();
        return new StoredSpec(
                spec.runtime(),
                spec.program(),
                spec.arguments(),
                spec.resources().millicores(),
                spec.resources().memory(),
                spec.resources().processes(),
                environment,
                health == null ? null : health.path(),
                health == null ? null : health.port(),
                spec.drain().toSeconds());
    }

    private WorkerSpec spec() {
        Map<String, CredentialRef> refs = new TreeMap<>();
        environment.forEach((name, variable) -> refs.put(name, new CredentialRef(variable.kind(), variable.name())));
        return new WorkerSpec(
                runtime,
                program,
                arguments,
                new WorkerSpec.Resources(millicores, memory, processes),
                refs,
                healthPath == null || healthPort == null ? null : new WorkerSpec.Health(healthPath, healthPort),
                Duration.ofSeconds(drainSeconds));
    }
}
