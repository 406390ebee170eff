// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Setting;
import dev.stagedoor.launch.allowed.AllowedCommand;
import java.time.Duration;
import java.util.List;

/** Which workers Stagedoor runs, where, and how much of them. */
public record LaunchConfig(
        @Setting(
                value = "Where workers of tenants' agents may be run: process, docker, kubernetes. Empty: nowhere.",
                initial = "")
        List<String> runtimes,

        @Setting(
                value =
                        "The commands that workers in processes may be, each as NAME FOLDER PROGRAM ARGUMENT…, in which a"
                                + " space is %20, a comma %2C and a percent sign %25. Tenants choose by name.",
                initial = "")
        List<String> commands,

        @Setting(
                value =
                        "The URL at which workers reach this server, as their STAGEDOOR_URL. Empty: http.public_url; for"
                                + " workers in processes, without that, this server's own port.",
                initial = "")
        String stagedoorUrl,

        @Setting(
                value =
                        "By this name this installation knows its containers and pods. Installations that share an engine or a"
                                + " cluster need one each, or they remove each other's workers.",
                initial = "stagedoor")
        String installation,

        @Setting("The most that one tenant's workers may be.")
        PerTenant perTenant,

        @Setting("How much of what workers write is kept.") Logs logs,

        @Setting(value = "How often workers are looked at.", initial = "1s", min = 100, max = 60_000)
        Duration pollInterval,

        @Setting(
                value = "How long a node may not be seen before another one sees to its workers.",
                initial = "10s",
                min = 1_000,
                max = 600_000)
        Duration nodeTimeout) {

    public LaunchConfig {
        runtimes = List.copyOf(runtimes);
        commands = List.copyOf(commands);
        for (String runtime : runtimes) {
            if (!List.of("process", "docker", "kubernetes").contains(runtime)) {
                throw new IllegalArgumentException("launch.runtimes: must be some of process, docker and kubernetes");
            }
        }
        commands.forEach(AllowedCommand::parse);
        if (!installation.matches("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?")) {
            throw new IllegalArgumentException(
                    "launch.installation: must be 1 to 32 lower-case letters, digits and hyphens, with no hyphen at either end");
        }
        if (nodeTimeout.compareTo(pollInterval.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException(
                    "launch.node_timeout must be at least three times launch.poll_interval, or nodes take each other's workers");
        }
    }

    /**
     * The most that one tenant's workers may be, replicas at their most; while generations follow each other, there are up to
     * five times as many.
     */
    public record PerTenant(
            @Setting(value = "The maximum number of a tenant's workers.", initial = "10", min = 0, max = 10_000)
            int maxWorkers,

            @Setting(
                    value = "The maximum of CPUs that a tenant's workers may use together.",
                    initial = "16",
                    min = 1,
                    max = 100_000)
            int maxCpus,

            @Setting(
                    value = "The maximum of memory that a tenant's workers may use together.",
                    initial = "32GiB",
                    min = 1 << 20)
            DataSize maxMemory) {}

    /** How much of what workers write is kept: the newest. */
    public record Logs(
            @Setting(
                    value = "The maximum of what is kept of one worker's output.",
                    initial = "1MiB",
                    min = 1 << 16,
                    max = 1 << 30)
            DataSize perWorker,

            @Setting(
                    value = "The maximum of what is kept of the output of all of a tenant's workers.",
                    initial = "16MiB",
                    min = 1 << 16,
                    max = 1L << 34)
            DataSize perTenant) {}

    /** The defaults: no workers are run. */
    public static LaunchConfig usual() {
        return Config.defaults(LaunchConfig.class);
    }

    /** The defaults with those commands as processes, which are looked at ten times a second: for tests. */
    public static LaunchConfig of(List<String> commands) {
        LaunchConfig usual = usual();
        return new LaunchConfig(
                List.of("process"),
                commands,
                usual.stagedoorUrl,
                usual.installation,
                usual.perTenant,
                usual.logs,
                Duration.ofMillis(100),
                Duration.ofSeconds(2));
    }

    /** The same with other bounds of logs: for tests. */
    public LaunchConfig keeping(DataSize perWorker, DataSize perTenantAll) {
        return new LaunchConfig(
                runtimes,
                commands,
                stagedoorUrl,
                installation,
                perTenant,
                new Logs(perWorker, perTenantAll),
                pollInterval,
                nodeTimeout);
    }
}
