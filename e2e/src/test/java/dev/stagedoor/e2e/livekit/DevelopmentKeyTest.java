// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.livekit.RealServer;
import dev.stagedoor.projects.ProjectsConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A developer's own livekit-server --dev can be a tenant's project in development")
class DevelopmentKeyTest {
    @RegisterExtension
    static final TestServer SERVER =
            TestServer.configured(usual -> TestConfig.with(usual, new ProjectsConfig("", "", Secret.of(""), true)));

    @Test
    void its_key_is_put_with_a_warning_and_its_server_takes_the_tokens() throws IOException, InterruptedException {
        try (RealServer livekit = RealServer.development();
                HttpClient http = HttpClient.newHttpClient()) {
            Caller operator = SERVER.operator();
            done(operator.post("/api/v1/tenants", "{\"slug\":\"mine\",\"name\":\"Mine\"}"));

            Answer put = done(operator.put("/api/v1/tenants/mine/credentials/livekit", RealTenant.credential(livekit)));
            assertThat(put.at("/warning")).contains("livekit-server --dev");
            assertThat(done(operator.get("/api/v1/tenants/mine/credentials/livekit"))
                            .at("/warning"))
                    .isEqualTo(put.at("/warning"));

            String token =
                    done(operator.post("/api/v1/tenants/mine/tokens", "{}")).at("/participant_token");
            URI validate = URI.create(livekit.url() + "/rtc/validate?access_token=" + token);
            assertThat(http.send(HttpRequest.newBuilder(validate).build(), BodyHandlers.ofString()))
                    .satisfies(answer ->
                            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200));
        }
    }
}
