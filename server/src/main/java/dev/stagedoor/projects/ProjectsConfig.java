// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.Setting;

/** The platform's own LiveKit project, which no tenant can put (I1), and what tenants may put for development. */
public record ProjectsConfig(
        @Setting(value = "Server URL of the platform's own LiveKit project, if it has one.", initial = "")
        String platformServerUrl,

        @Setting(value = "API key of the platform's own LiveKit project.", initial = "")
        String platformApiKey,

        @Setting(value = "API secret of the platform's own LiveKit project.", initial = "")
        Secret platformApiSecret,

        @Setting(
                value =
                        "For development: accept the published API key of livekit-server --dev (devkey, secret) as a tenant's, with a warning.",
                initial = "false")
        boolean developmentKey) {

    /** The defaults: the platform has none, and the development key is refused. */
    public static ProjectsConfig usual() {
        return Config.defaults(ProjectsConfig.class);
    }
}
