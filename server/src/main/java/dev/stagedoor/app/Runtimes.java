// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.launch.LaunchConfig;
import dev.stagedoor.launch.WorkerRuntime;
import dev.stagedoor.launch.allowed.AllowedCommand;
import dev.stagedoor.launch.docker.DockerRuntime;
import dev.stagedoor.launch.kubernetes.KubernetesRuntime;
import dev.stagedoor.launch.process.ProcessRuntime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Where workers may be run, by the operator's configuration. */
final class Runtimes {
    private Runtimes() {}

    static List<WorkerRuntime> of(AppConfig config, Clock clock) {
        LaunchConfig launch = config.launch();
        List<WorkerRuntime> runtimes = new ArrayList<>();
        if (launch.runtimes().contains("process")) {
            List<AllowedCommand> commands =
                    launch.commands().stream().map(AllowedCommand::parse).toList();
            runtimes.add(new ProcessRuntime(commands, clock));
        }
        if (launch.runtimes().contains("docker")) {
            runtimes.add(new DockerRuntime(config.docker(), launch.installation(), clock));
        }
        if (launch.runtimes().contains("kubernetes")) {
            runtimes.add(new KubernetesRuntime(config.kubernetes(), launch.installation()));
        }
        return runtimes;
    }
}
