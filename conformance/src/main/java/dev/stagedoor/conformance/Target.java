// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance;

import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressPolicy;
import dev.stagedoor.livekit.api.AgentDispatchService;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.api.RoomService;
import dev.stagedoor.livekit.api.SipService;
import dev.stagedoor.livekit.token.ApiKey;
import java.net.URI;
import java.net.http.HttpClient;

/** A LiveKit server under test: its URL, its only key, the library's client for it, and plain HTTP to it. */
public final class Target implements AutoCloseable {
    private final URI url;
    private final LiveKitClient client = LiveKitClient.create(AddressPolicy.ANYWHERE);
    private final HttpClient http = HttpClient.newHttpClient();
    private final Project project;
    private final String key;
    private final String secret;

    public Target(URI url, String key, String secret) {
        this.url = url;
        this.key = key;
        this.secret = secret;
        this.project = Project.of(ServerUrl.parse(url.toString()), ApiKey.of(key, secret));
    }

    public RoomService rooms() {
        return client.rooms(project);
    }

    public AgentDispatchService dispatches() {
        return client.dispatches(project);
    }

    public SipService sip() {
        return client.sip(project);
    }

    /** A client of the same server with another key. */
    public RoomService roomsAs(String otherKey, String otherSecret) {
        return client.rooms(Project.of(ServerUrl.parse(url.toString()), ApiKey.of(otherKey, otherSecret)));
    }

    /** A token signed with the right key, for the test to modify. */
    public RawToken token() {
        return new RawToken(key, secret);
    }

    /** Plain HTTP to it. */
    public RawCall call(String path) {
        return new RawCall(http, url, path);
    }

    public String key() {
        return key;
    }

    @Override
    public void close() {
        client.close();
        http.close();
    }
}
