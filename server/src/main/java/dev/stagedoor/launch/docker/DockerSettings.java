// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
import dev.stagedoor.launch.allowed.AllowedImages;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The Docker engine that runs workers, and what tenants may run on it. */
public record DockerSettings(
        @Setting(
                value = "The engine: unix:///… or tcp://host:port. Whoever reaches it is root on its machine.",
                initial = "unix:///var/run/docker.sock")
        String host,

        @Setting(
                value = "The folder with ca.pem, cert.pem and key.pem by which an engine at tcp:// is reached.",
                initial = "")
        String certificates,

        @Setting(
                value = "The images that tenants may run: whole ones, or beginnings that end with /*, :* or @*.",
                initial = "")
        List<String> images,

        @Setting(
                value = "Whether an image that the engine does not have is pulled, with the logins of"
                        + " ~/.docker/config.json.",
                initial = "true")
        boolean pull,

        @Setting(
                value = "The network that workers are in. They need to reach LiveKit and their vendors, and nothing of"
                        + " yours.",
                initial = "bridge")
        String network,

        @Setting(
                value = "As whom workers run whose image names no user, or root: a user and a group by number.",
                initial = "65534:65534")
        String user,

        @Setting(value = "How long the engine may take for an answer.", initial = "5s", min = 100, max = 60000)
        Duration timeout) {

    /**
     * @throws IllegalArgumentException for an engine that would be reached over a network without TLS: workers' environments
     *                                  go there
     */
    public DockerSettings {
        new AllowedImages(images);
        images = List.copyOf(images);
        URI engine = engine(host);
        String scheme = String.valueOf(engine.getScheme());
        if (!scheme.equals("unix") && !scheme.equals("tcp")) {
            throw new IllegalArgumentException("must be unix:///… or tcp://host:port");
        }
        if (scheme.equals("tcp") && certificates.isEmpty() && !isLoopback(engine.getHost())) {
            throw new IllegalArgumentException("an engine on another machine needs certificates");
        }
    }

    /** Java's own message quotes the text. */
    private static URI engine(String host) {
        try {
            return URI.create(host);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("must be unix:///… or tcp://host:port", malformed);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    /** The defaults: this machine's engine, and no image. */
    public static DockerSettings usual() {
        return Config.defaults(DockerSettings.class);
    }
}
