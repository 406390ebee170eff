// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Any text is either rejected with a message or parsed to a canonical URL whose host the JDK reads alike. */
final class ServerUrlFuzz {
    @FuzzTest(maxDuration = "5s")
    void parse(byte[] input) {
        ServerUrl url;
        try {
            url = ServerUrl.parse(new String(input, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("the server URL ");
            return;
        }
        assertThat(ServerUrl.parse(url.canonical())).isEqualTo(url);
        assertThat(ServerUrl.parse(url.ws())).isEqualTo(url);
        var read = URI.create(url.http());
        assertThat(read.getHost()).isEqualTo(url.host());
        assertThat(read.getUserInfo()).isNull();
        assertThat(read.normalize()).isEqualTo(read);
    }
}
