// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import dev.stagedoor.dev.DevOptions.LiveKitSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** What {@code dev} prints: its progress, and then how to try it. */
final class DevScreen {
    private final PrintWriter out;

    DevScreen(PrintWriter out) {
        this.out = out;
    }

    void say(String line) {
        out.println("  " + line);
        out.flush();
    }

    void step(String what) {
        say("starting " + what + " ...");
    }

    /** Where things come from: the data, LiveKit, and Claude. */
    record Sources(Path data, LiveKitSource livekit, String claude) {}

    void ready(int port, DevState state, List<DevProject> projects, Sources sources) {
        String url = "http://127.0.0.1:" + port;
        out.println();
        out.println("Stagedoor is ready: " + url + "   (API: " + url + "/docs)");
        out.println("Data and keys: " + sources.data() + " (for scripts: ready.json)");
        out.println();
        out.println("  Claude         " + sources.claude());
        out.println("  operator key   " + state.operatorKey().revealText());
        for (DevTenant tenant : state.tenants()) {
            out.println();
            out.println("  tenant " + tenant.slug());
            projects.stream()
                    .filter(project -> project.tenant().slug().equals(tenant.slug()))
                    .forEach(project -> out.println("    LiveKit        " + project.url()
                            + (sources.livekit() == LiveKitSource.SANDBOX
                                    ? "   (SANDBOX: no media)"
                                    : "   (its own livekit-server)")));
            out.println("    API key        " + tenant.apiKey().revealText());
            out.println("    publishable    " + tenant.publishableKey().revealText());
        }
        out.println();
        phone(projects);
        hint(url, state, projects);
        out.println("Ctrl-C stops everything.");
        out.flush();
    }

    private void phone(List<DevProject> projects) {
        if (!projects.isEmpty()) {
            out.println("unsigned calls to " + DevConfig.PHONE_NUMBER + " are answered by " + DevConfig.PHONE_TENANT
                    + "'s demo agent; only in dev");
            out.println();
        }
    }

    private void hint(String url, DevState state, List<DevProject> projects) {
        if (projects.isEmpty()) {
            out.println("The tenants have no LiveKit yet: set one with `stagedoor credentials set livekit`.");
            return;
        }
        out.println("Start a call; it answers when the agent is in the room:");
        out.println();
        out.println("  curl -s " + url + "/api/v1/trigger \\");
        out.println("    -H 'Authorization: Bearer "
                + state.tenants().getFirst().apiKey().revealText() + "' \\");
        out.println("    -H 'Content-Type: application/json' \\");
        out.println("    -d '{\"agent_slug\":\"" + DevProject.AGENT_NAME
                + "\",\"user_id\":\"alice\",\"wait\":\"joined\"}'");
        out.println();
    }
}
