// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.keys;

import dev.stagedoor.api.access.ApiKeyView;
import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.client.http.ProblemException;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "revoke",
        description = {
            "Revoke an API key; it stops working at once.",
            "The keys that it made go on, unless --tree revokes them too."
        },
        footer = {"stagedoor keys revoke key_01… --yes", "stagedoor keys revoke key_01… --tree --yes"})
final class RevokeKey extends KeyCommand {
    @Parameters(paramLabel = "KEY_ID", description = "The key's id (key_…), not the key itself.")
    private String id = "";

    @Option(
            names = "--tree",
            description = "Also revoke every key that descends from it; of an operator key, tenants' keys as well.")
    private boolean tree;

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        boolean ofOperators = ofOperators();
        confirmation.ask(session, "Revoke the API key " + id + (tree ? " and all keys that descend from it?" : "?"));
        if (ofOperators) {
            revokeOperators(session);
        } else {
            revokeTenants(session);
        }
        session.done("revoked " + id + (tree ? " and all keys that descend from it" : ""));
        if (!tree) {
            tellOfChildren(session, ofOperators);
        }
        return ExitCode.OK;
    }

    private void revokeOperators(Session session) {
        if (tree) {
            session.client().operatorKeys().revokeTree(id);
        } else {
            session.client().operatorKeys().revoke(id);
        }
    }

    private void revokeTenants(Session session) {
        if (tree) {
            client(session).keys().revokeTree(id);
        } else {
            client(session).keys().revoke(id);
        }
    }

    /** Whoever revokes a stolen key must know what else it may have left. */
    private void tellOfChildren(Session session, boolean ofOperators) {
        if (session.wantsJson()) {
            return;
        }
        try (Stream<ApiKeyView> keys = ofOperators
                ? session.client().operatorKeys().all()
                : client(session).keys().all()) {
            long children = keys.filter(key -> id.equals(key.madeBy()) && key.revokedAt() == null)
                    .count();
            if (children > 0) {
                session.shell().note("keys that it made and that go on: " + children + "; --tree revokes them too");
            }
        } catch (ProblemException unread) {
            session.shell().note("the keys that it made, if any, go on; --tree revokes them too");
        }
    }
}
