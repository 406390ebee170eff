// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.client.Audit;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.client.audit.AuditChain;
import dev.stagedoor.client.http.ApiKey;

/** A tenant's audit chain, verified from outside as an auditor would: by the shipped client, from an export. */
final class Chain {
    private Chain() {}

    /** Fails unless every entry is linked to its predecessor, up to the head that the server reports. */
    static void isWhole(Caller operator, String slug) {
        try (StagedoorClient client =
                StagedoorClient.of(operator.base(), ApiKey.of(operator.key().revealText()))) {
            var audit = client.inTenant(slug).audit();
            var head = audit.head();
            AuditChain chain = new AuditChain(head.tenantId()).pin(head.seq(), head.hash());
            audit.export(
                    Audit.Filter.ALL, line -> AuditChain.entry(line).ifPresentOrElse(chain::accept, chain::unreadable));
            assertThat(chain.end()).isInstanceOf(AuditChain.Whole.class);
        }
    }
}
