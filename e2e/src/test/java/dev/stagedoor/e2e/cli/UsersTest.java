// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code stagedoor users}. */
class UsersTest {
    @RegisterExtension
    static final Scene SCENE = new Scene();

    @BeforeAll
    static void a_tenant_with_an_agent() {
        SCENE.acme();
    }

    private static Cli.Run mint(String identity) {
        return SCENE.operator().run("tokens mint --tenant acme --room lobby --identity " + identity);
    }

    @Test
    void a_revoked_user_gets_no_token_until_reinstated() {
        must(mint("alice"));

        Cli.Run revoked = must(SCENE.operator().run("users revoke alice --tenant acme --yes"));
        assertThat(revoked.at("/id")).isEqualTo("alice");
        assertThat(revoked.json().at("/revoked").asBoolean()).isTrue();
        assertThat(mint("alice").code()).isEqualTo(3);
        must(mint("bob"));

        Cli.Run back = must(SCENE.operator().onTerminal(80).run("users reinstate alice --tenant acme"));
        assertThat(back.out()).containsPattern("user +alice\nstate +active\nsince +2");
        must(mint("alice"));
    }

    @Test
    void revoking_asks_and_who_declines_changes_nothing() {
        Cli.Run declined = SCENE.operator().onTerminal(80).typing("n\n").run("users revoke carol --tenant acme");

        assertThat(declined.code()).isEqualTo(2);
        assertThat(declined.err())
                .contains("Revoke the user carol and remove them from every room? [y/N] ", "nothing was done");
        must(mint("carol"));
    }

    @Test
    void an_operator_names_the_tenant_and_an_unknown_one_is_refused_in_the_servers_words() {
        assertThat(SCENE.operator().run("users revoke alice --yes").err())
                .contains("\n  name the tenant: --tenant acme\n");

        Cli.Run unknown = SCENE.operator().run("users revoke alice --yes --tenant nosuch");
        assertThat(unknown.code()).isEqualTo(3);
        assertThat(unknown.err()).containsIgnoringCase("tenant").contains("code not_found, request req_");
    }
}
