// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.OwnerFiles;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ready file: URLs and keys for scripts and tests. */
final class DevReady {
    private DevReady() {}

    static void write(int port, DevState state, List<DevProject> projects, Path data, @Nullable Path asked) {
        ObjectNode ready = Json.mapper().createObjectNode();
        ready.put("url", "http://127.0.0.1:" + port);
        ready.put("operator_key", state.operatorKey().revealText());
        ready.putArray("tenants");
        for (DevTenant tenant : state.tenants()) {
            ObjectNode entry = ready.withArray("/tenants").addObject();
            entry.put("slug", tenant.slug());
            entry.put("api_key", tenant.apiKey().revealText());
            entry.put("publishable_key", tenant.publishableKey().revealText());
            entry.put("agent_slug", DevProject.AGENT_NAME);
            projects.stream()
                    .filter(project -> project.tenant().slug().equals(tenant.slug()))
                    .forEach(project -> entry.putObject("livekit")
                            .put("server_url", project.url())
                            .put("api_key", tenant.livekitKey()));
        }
        String text = ready.toPrettyString() + "\n";
        OwnerFiles.write(data.resolve("ready.json"), text);
        if (asked != null) {
            OwnerFiles.write(asked, text);
        }
    }
}
