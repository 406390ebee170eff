// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tracing;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
import java.net.URI;
import java.net.URISyntaxException;

/** Where traces go. */
public record TracingConfig(
        @Setting(
                value =
                        "An OpenTelemetry collector that takes OTLP over HTTP, such as http://collector:4318; spans go to"
                                + " /v1/traces below it. Empty: nothing is traced.",
                initial = "")
        String otlpEndpoint,

        @Setting(value = "How many of a hundred traces are sent.", initial = "100", min = 0, max = 100)
        int sampledPercent) {

    public TracingConfig {
        if (!otlpEndpoint.isEmpty() && !isHttp(otlpEndpoint)) {
            throw new IllegalArgumentException(
                    "otlp_endpoint must be an http or https URL, such as http://collector:4318");
        }
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (URISyntaxException notOne) {
            return false;
        }
    }

    /** The defaults: nothing is traced. */
    public static TracingConfig usual() {
        return Config.defaults(TracingConfig.class);
    }
}
