// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.voice;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Settings of the way to the voice bridge. */
public record VoiceConfig(
        @Setting(
                value = "URL of the voice bridge, such as ws://127.0.0.1:8790; wss:// to another machine. Empty: agents"
                        + " have no voice in pages.",
                initial = "")
        String bridge,

        @Setting(
                value = "What the voice bridge knows the server by, of at least 32 characters: its"
                        + " STAGEDOOR_BRIDGE_SECRET.",
                initial = "")
        Secret secret) {

    private static final int SHORTEST = 32;

    public VoiceConfig {
        if (!bridge.isEmpty()) {
            requireSocket(bridge);
            if (secret.length() < SHORTEST) {
                throw new IllegalArgumentException(
                        "realtime.voice.secret: must have at least " + SHORTEST + " characters if there is a bridge");
            }
        }
    }

    private static void requireSocket(String url) {
        try {
            URI uri = new URI(url);
            boolean socket = "ws".equalsIgnoreCase(uri.getScheme()) || "wss".equalsIgnoreCase(uri.getScheme());
            if (socket && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) {
                return;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new IllegalArgumentException("realtime.voice.bridge: must be of the form ws://host:port or wss://host");
    }

    /** No bridge. */
    public static VoiceConfig none() {
        return Config.defaults(VoiceConfig.class);
    }

    /** Where the bridge is; empty if there is none. */
    public Optional<URI> url() {
        return bridge.isEmpty() ? Optional.empty() : Optional.of(URI.create(bridge));
    }
}
