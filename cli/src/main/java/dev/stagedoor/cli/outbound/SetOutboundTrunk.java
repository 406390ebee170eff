// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.outbound;

import dev.stagedoor.api.telephony.OutboundTrunkRequest;
import dev.stagedoor.api.telephony.OutboundTrunkView;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.client.Dials;
import dev.stagedoor.client.http.ProblemException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "set",
        description = {
            "Write the SIP trunk by which agents call to the tenant's LiveKit; what is not given stays.",
            "With --username, reads the password from standard input, or prompts for it. It is never shown."
        },
        footer = {
            "stagedoor outbound-trunk set --address acme.pstn.example.com --username acme < password.txt",
            "stagedoor outbound-trunk set --address sip.example.com --transport tls --number +442079460100",
            "stagedoor outbound-trunk set --repair --tenant acme"
        })
final class SetOutboundTrunk extends TenantCommand {
    @Option(names = "--address", paramLabel = "HOST", description = "The carrier's SIP host, maybe with a port.")
    private @Nullable String address;

    @Option(
            names = "--transport",
            paramLabel = "TRANSPORT",
            description = "How LiveKit connects to it: auto (default), udp, tcp or tls.")
    private @Nullable String transport;

    @Mixin
    private LoginOptions login = new LoginOptions();

    @Option(
            names = "--number",
            paramLabel = "NUMBER",
            description = "A number of the tenant that may be called from; repeatable (default: all of them).")
    private @Nullable List<String> numbers;

    @Option(names = "--all-numbers", description = "Let all of the tenant's confirmed numbers be called from.")
    private boolean allNumbers;

    @Option(names = "--repair", description = "Write it again as it is, if LiveKit's differs.")
    private boolean repair;

    @Override
    protected int run(Session session) {
        check();
        Dials dials = client(session).dials();
        OutboundTrunkRequest request = request(session, now(dials));
        session.show(dials.put(request), OutboundTrunkColumns.WHOLE);
        return ExitCode.OK;
    }

    private void check() {
        if (allNumbers && numbers != null) {
            throw new UsageException("--all-numbers and --number exclude each other");
        }
        boolean changes = address != null || transport != null || numbers != null || allNumbers;
        if (!changes && !repair && login.isEmpty()) {
            throw new UsageException("name what to set, such as --address or --number, or pass --repair");
        }
    }

    private static Optional<OutboundTrunkView> now(Dials dials) {
        try {
            return Optional.of(dials.trunk());
        } catch (ProblemException none) {
            if (none.code().equals("not_found")) {
                return Optional.empty();
            }
            throw none;
        }
    }

    private OutboundTrunkRequest request(Session session, Optional<OutboundTrunkView> now) {
        String host = Optional.ofNullable(address)
                .or(() -> now.map(OutboundTrunkView::address))
                .orElseThrow(
                        () -> new UsageException("there is no outbound trunk yet: name the carrier with --address"));
        return new OutboundTrunkRequest(
                host,
                transport == null ? now.map(OutboundTrunkView::transport).orElse(null) : transport,
                login.username(now.map(OutboundTrunkView::username).orElse(null)),
                login.password(session),
                numbers == null && !allNumbers
                        ? now.map(OutboundTrunkView::numbers).orElse(null)
                        : numbers);
    }

    @Override
    protected @Nullable String remedy(ProblemException refused) {
        return refused.detail().contains("confirmed number")
                ? "stagedoor numbers list --state pending; an operator confirms one by adding it for the tenant"
                : null;
    }
}
