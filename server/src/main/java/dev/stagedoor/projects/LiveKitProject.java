// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.vault.OpenCredential;
import dev.stagedoor.vault.Proposal;
import java.util.HashMap;
import java.util.Map;

/** A LiveKit project as the vault keeps it: server and key are public attributes, the secret is sealed. */
record LiveKitProject(ServerUrl serverUrl, String apiKey, Secret apiSecret) {
    static final String SERVER_URL = "server_url";
    static final String API_KEY = "api_key";

    /** Which {@link AgentField}s the server knows: learned when it is verified, absent before. */
    static final String AGENT_FIELDS = "agent_fields";

    static LiveKitProject of(OpenCredential opened) {
        return new LiveKitProject(
                ServerUrl.parse(opened.attribute(SERVER_URL)), opened.attribute(API_KEY), opened.secret());
    }

    static LiveKitProject of(Proposal proposal) {
        Map<String, String> attributes = proposal.attributes();
        return new LiveKitProject(
                ServerUrl.parse(attributes.getOrDefault(SERVER_URL, "")),
                attributes.getOrDefault(API_KEY, ""),
                proposal.secret());
    }

    Proposal proposal() {
        Map<String, String> attributes = new HashMap<>(Map.of(SERVER_URL, serverUrl.canonical(), API_KEY, apiKey));
        attributes.putAll(DevelopmentKey.recorded(apiKey));
        return Proposal.given(attributes, apiSecret);
    }
}
