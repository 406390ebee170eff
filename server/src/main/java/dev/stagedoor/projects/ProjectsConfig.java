// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.Setting;

/** The platform's own LiveKit project, which no tenant can put (I1). */
public record ProjectsConfig(
        @Setting(value = "Server URL of the platform's own LiveKit project, if it has one.", initial = "")
        String platformServerUrl,

        @Setting(value = "API key of the platform's own LiveKit project.", initial = "")
        String platformApiKey,

        @Setting(value = "API secret of the platform's own LiveKit project.", initial = "")
        Secret platformApiSecret) {

    /** The defaults: the platform has none. */
    public static ProjectsConfig usual() {
        return Config.defaults(ProjectsConfig.class);
    }
}
