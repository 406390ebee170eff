// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.api.workers.AgentWorkers;
import dev.stagedoor.api.workers.WorkerHealth;
import dev.stagedoor.api.workers.WorkerReplicas;
import dev.stagedoor.api.workers.WorkerResources;
import dev.stagedoor.api.workers.WorkerVariable;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.vault.CredentialRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a tenant may ask for, read from the wire. */
final class SpecRules {
    /** Why a tenant on a shared server has no workers here (I1). */
    static final String SHARED =
            "The tenant's LiveKit server is shared with other tenants: whoever has its key can open their"
                    + " rooms, so no worker is given it. Move the tenant to a server of its own.";

    private static final int USUAL_DRAIN_SECONDS = 3600;
    private static final double USUAL_CPU = 1;
    private static final int USUAL_MEMORY = 1024;
    private static final int USUAL_PROCESSES = 512;

    /** The kind of credential whose whole secret is a variable's value. */
    private static final String SECRET = "secret";

    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]{0,127}");

    /** Ours, LiveKit's, and those by which a program is made to load something else. */
    private static final Pattern RESERVED =
            Pattern.compile("(LIVEKIT|STAGEDOOR|LD|DYLD|PYTHON|NODE|NPM|JAVA|JDK|KUBERNETES)_.*"
                    + "|(PYTHON|GIT_|SSL_|DOCKER_|BASH_FUNC_|MALLOC_|GLIBC_|GCONV_|PERL|RUBY).*"
                    + "|AGENT_NAME|PATH|HOME|LANG|TMPDIR|SHELL|USER|LOGNAME|PWD|HOSTNAME|ENV|BASH_ENV|IFS|CDPATH|TERM|HTTP_PROXY"
                    + "|HTTPS_PROXY|ALL_PROXY|NO_PROXY|PROMETHEUS_MULTIPROC_DIR|CLASSPATH");

    private final Set<String> runtimes;
    private final LaunchConfig.PerTenant most;

    SpecRules(Set<String> runtimes, LaunchConfig.PerTenant most) {
        this.runtimes = Set.copyOf(runtimes);
        this.most = most;
    }

    /** Reads it; {@code invalid_request} names the field and what is allowed. */
    WorkerSpec spec(AgentWorkers wanted) {
        requireRuntime(wanted.runtime());
        boolean isProcess = wanted.runtime().equals("process");
        String program = isProcess
                ? chosen("command", wanted.command(), "image", wanted.image())
                : chosen("image", wanted.image(), "command", wanted.command());
        int drain = Objects.requireNonNullElse(wanted.drainSeconds(), USUAL_DRAIN_SECONDS);
        WorkerHealth health = wanted.health();
        return new WorkerSpec(
                wanted.runtime(),
                program,
                Objects.requireNonNullElse(wanted.arguments(), List.of()),
                resources(Objects.requireNonNullElse(wanted.resources(), new WorkerResources(null, null, null))),
                environment(Objects.requireNonNullElse(wanted.environment(), Map.of())),
                health == null ? null : new WorkerSpec.Health(health.path(), health.port()),
                Duration.ofSeconds(drain));
    }

    private void requireRuntime(String runtime) {
        if (!runtimes.contains(runtime)) {
            throw Problem.invalid(
                    "runtime",
                    runtimes.isEmpty()
                            ? "this installation runs no workers: its operator has to configure launch.runtimes"
                            : "must be one that the operator's configuration has: "
                                    + String.join(
                                            ", ", runtimes.stream().sorted().toList()));
        }
    }

    private static String chosen(String field, @Nullable String value, String other, @Nullable String otherValue) {
        if (otherValue != null) {
            throw Problem.invalid(other, "must be left out for this runtime, which takes " + field);
        }
        if (value == null) {
            throw Problem.invalid(field, "is required for this runtime");
        }
        return value;
    }

    private static WorkerSpec.Resources resources(WorkerResources wanted) {
        double cpu = Objects.requireNonNullElse(wanted.cpu(), USUAL_CPU);
        return new WorkerSpec.Resources(
                (int) Math.round(cpu * 1000),
                Objects.requireNonNullElse(wanted.memoryMb(), USUAL_MEMORY),
                Objects.requireNonNullElse(wanted.pids(), USUAL_PROCESSES));
    }

    private static Map<String, CredentialRef> environment(Map<String, WorkerVariable> wanted) {
        Map<String, CredentialRef> refs = new TreeMap<>();
        wanted.forEach((name, variable) -> refs.put(name, reference(name, variable)));
        return refs;
    }

    private static CredentialRef reference(String name, WorkerVariable variable) {
        if (!VARIABLE.matcher(name).matches()) {
            throw Problem.invalid(
                    "environment", "names must be upper-case letters, digits and underscores, and begin with a letter");
        }
        String field = "environment." + name;
        if (RESERVED.matcher(name).matches()) {
            throw Problem.invalid(
                    field, "is reserved: Stagedoor, LiveKit, the system or a language's runtime reads it");
        }
        if (!variable.credential().equals(SECRET)) {
            throw Problem.invalid(
                    field + ".credential",
                    "must be secret: put what the worker needs with PUT /api/v1/credentials/secret/{name}");
        }
        return new CredentialRef(SECRET, Objects.requireNonNullElse(variable.name(), CredentialRef.DEFAULT));
    }

    static Pool.Replicas replicas(@Nullable WorkerReplicas wanted) {
        if (wanted == null) {
            return new Pool.Replicas(1, 1, 1);
        }
        int highest = Objects.requireNonNullElse(wanted.max(), wanted.min());
        if (highest < wanted.min()) {
            throw Problem.invalid("replicas.max", "must not be less than replicas.min");
        }
        return new Pool.Replicas(wanted.min(), highest, wanted.min());
    }

    /** What another agent's workers are counted for: so many, each with that. */
    record Taken(long workers, long millicores, long memory) {}

    /** All of the tenant's, that one among them, are within what the operator allows. */
    void requireRoom(List<Taken> others, WorkerSpec spec, Pool.Replicas replicas) {
        long workers = replicas.most();
        long millicores = (long) spec.resources().millicores() * replicas.most();
        long memory = (long) spec.resources().memory() * replicas.most();
        for (Taken other : others) {
            workers += other.workers();
            millicores += other.workers() * other.millicores();
            memory += other.workers() * other.memory();
        }
        long mostMemory = most.maxMemory().bytes() >> 20;
        if (workers > most.maxWorkers()) {
            throw tooMuch("replicas.max", workers + " workers", Integer.toString(most.maxWorkers()));
        }
        if (millicores > most.maxCpus() * 1000L) {
            throw tooMuch("resources.cpu", millicores / 1000.0 + " CPUs", Integer.toString(most.maxCpus()));
        }
        if (memory > mostMemory) {
            throw tooMuch("resources.memory_mb", memory + " MiB", Long.toString(mostMemory));
        }
    }

    private static Problem tooMuch(String field, String all, String allowed) {
        return Problem.invalid(
                field,
                "the tenant's workers would be " + all
                        + " in all, with the most replicas of each agent and what still finishes its calls; its operator allows "
                        + allowed);
    }
}
