// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a tenant may not ask for is refused, with the field and the way out (E1, I1, S2)")
class SpecRulesTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(
            usual -> TestConfig.with(usual, LaunchConfig.of(WorkerScript.commands("good", WorkerScript.GOOD))));

    private static Launching acme;

    @BeforeAll
    static void tenant() {
        acme = new Launching(SERVER, "acme");
    }

    @AfterAll
    static void leave() {
        acme.close();
    }

    private static void isRefused(String body, String field) {
        Answer answer = refused(acme.backend().put(Launching.POOL, body), 422, "invalid_request");
        assertThat(answer.fields()).containsExactly(field);
        assertThat(acme.pool().status()).isEqualTo(404);
    }

    @ParameterizedTest
    @DisplayName("a runtime, command, image, argument or probe that the operator's configuration does not allow")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'runtime':'docker','image':'x'}|runtime",
                "{'runtime':'process'}|command",
                "{'runtime':'process','command':'bash'}|command",
                "{'runtime':'process','command':'good','image':'x'}|image",
                "{'runtime':'process','command':'good','arguments':['-c','id']}|arguments",
                "{'runtime':'process','command':'good','health':{'path':'/','port':8081}}|health",
                "{'runtime':'process','command':'good','replicas':{'min':3,'max':2}}|replicas.max",
                "{'runtime':'process','command':'good','replicas':{'min':1,'max':11}}|replicas.max",
                "{'runtime':'process','command':'good','resources':{'cpu':17}}|resources.cpu",
                "{'runtime':'process','command':'good','resources':{'memory_mb':40000}}|resources.memory_mb"
            },
            quoteCharacter = '`')
    void notAllowed(String body, String field) {
        isRefused(body.replace('\'', '"'), field);
    }

    @ParameterizedTest
    @DisplayName("a variable that LiveKit, Stagedoor, the system or a language's runtime reads")
    @ValueSource(
            strings = {
                "LIVEKIT_URL",
                "LIVEKIT_API_SECRET",
                "LIVEKIT_AGENT_NAME_OVERRIDE",
                "AGENT_NAME",
                "STAGEDOOR_URL",
                "STAGEDOOR_WATCHDOG",
                "PATH",
                "HOME",
                "LD_PRELOAD",
                "NODE_OPTIONS",
                "PYTHONPATH",
                "BASH_ENV",
                "ENV",
                "IFS",
                "HTTPS_PROXY"
            })
    void reserved(String name) {
        done(acme.secret("mine", "a-secret-of-the-tenant"));
        isRefused(
                "{\"runtime\":\"process\",\"command\":\"good\",\"environment\":{\"%s\":{\"credential\":\"secret\",\"name\":\"mine\"}}}"
                        .formatted(name),
                "environment." + name);
    }

    @Test
    @DisplayName("another tenant's secret has no name here")
    void othersSecret() {
        try (Launching globex = new Launching(SERVER, "globex")) {
            done(globex.secret("theirs", "a-secret-of-globex-alone"));
            isRefused(
                    "{\"runtime\":\"process\",\"command\":\"good\",\"environment\":{\"KEY\":{\"credential\":\"secret\",\"name\":\"theirs\"}}}",
                    "environment.KEY");
        }
    }

    @Test
    @DisplayName("LiveKit's own credential cannot be had under another name")
    void livekit() {
        isRefused(
                "{\"runtime\":\"process\",\"command\":\"good\",\"environment\":{\"KEY\":{\"credential\":\"livekit\"}}}",
                "environment.KEY.credential");
    }

    @Test
    @DisplayName("a secret that no environment can hold, or that is too short to be one")
    void secrets() {
        assertThat(refused(acme.secret("bad", "has a NUL \0 in its middle"), 422, "invalid_request")
                        .fields())
                .containsExactly("secret");
        assertThat(refused(acme.secret("bad", "short"), 422, "invalid_request").fields())
                .containsExactly("secret");
    }

    @Test
    @DisplayName("a tenant without LiveKit, and an agent that does not exist")
    void without() {
        refused(
                acme.backend().put("/api/v1/agents/nobody/workers", "{\"runtime\":\"process\",\"command\":\"good\"}"),
                404,
                "not_found");
        refused(acme.backend().get(Launching.POOL), 404, "not_found");
        refused(acme.backend().delete(Launching.POOL), 404, "not_found");
    }
}
