// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code stagedoor servers}. */
class ServersTest {
    private static final String OTHER_SECRET = "globex-has-a-secret-of-its-own-on-the-same-server";

    @RegisterExtension
    static final Scene SCENE = new Scene();

    @BeforeAll
    static void a_tenant_on_its_own_server() {
        SCENE.acme();
        must(SCENE.operator().run("tenants create globex"));
    }

    private static Cli.Run joining() {
        return SCENE.operator()
                .typing(OTHER_SECRET)
                .run("credentials set livekit --no-verify --tenant globex --api-key APIglobex --server-url "
                        + SCENE.livekit().url());
    }

    @Test
    void a_server_is_one_tenants_alone_until_an_operator_shares_it() {
        String url = SCENE.livekit().url().toString();
        assertThat(joining().err()).contains("code credential_not_isolated");

        Cli.Run shared = must(SCENE.operator().run("servers", "share", url, "--note", "staging only"));
        assertThat(shared.at("/note")).isEqualTo("staging only");
        must(joining());

        Cli.Run inUse = SCENE.operator().run("servers unshare " + url);
        assertThat(inUse.code()).isEqualTo(3);
        assertThat(inUse.err()).contains("Several tenants use this server", "code conflict");

        must(SCENE.operator().run("credentials revoke livekit --tenant globex --yes"));
        assertThat(must(SCENE.operator().onTerminal(120).run("servers list")).out())
                .contains("SERVER ", "SHARED ", "NOTE", "staging only");
    }

    @Test
    void shared_servers_are_listed_page_by_page_and_unshared() {
        for (String host : new String[] {"a", "b", "c"}) {
            must(SCENE.operator().run("servers share wss://" + host + ".livekit.example"));
        }

        Cli.Run first = must(SCENE.operator().run("servers list --limit 2"));
        assertThat(first.json().at("/items")).hasSize(2);
        assertThat(must(SCENE.operator().run("servers list --limit 2 --after " + first.at("/next")))
                        .out())
                .contains("c.livekit.example");
        assertThat(must(SCENE.operator().run("servers list --all")).out())
                .contains("a.livekit.example", "b.livekit.example", "c.livekit.example");

        Cli.Run told = must(SCENE.operator().onTerminal(80).run("servers unshare wss://b.livekit.example"));
        assertThat(told.out()).isEqualTo("no longer shared: wss://b.livekit.example\n");
        assertThat(must(SCENE.operator().run("servers list --all")).out()).doesNotContain("b.livekit.example");
        assertThat(SCENE.operator()
                        .run("servers unshare wss://b.livekit.example")
                        .err())
                .contains("code not_found");
    }

    @Test
    void they_are_the_operators_matter() {
        assertThat(SCENE.tenant("acme").run("servers list").code()).isEqualTo(3);
    }
}
