// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.prices;

import dev.stagedoor.api.calls.CallPrice;
import dev.stagedoor.api.prices.CallPrices;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Dials;
import dev.stagedoor.client.http.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "remove",
        description = "Take a price away; the others stay.",
        footer = "stagedoor call-prices remove +447 --tenant acme")
final class RemovePrice extends TenantCommand {
    @Mixin
    private PriceOf price = new PriceOf();

    @Override
    protected int run(Session session) {
        Dials dials = client(session).dials();
        CallPrices before = dials.prices();
        List<CallPrice> all = new ArrayList<>(before.items());
        if (!all.removeIf(price::isOf)) {
            session.shell().note("there is no such price: all stay as they are");
            ListPrices.Shown.prices(session, before);
            return ExitCode.OK;
        }
        ListPrices.Shown.prices(session, dials.put(new CallPrices(all)));
        return ExitCode.OK;
    }

    @Override
    protected @Nullable String remedy(ProblemException refused) {
        return OperatorOnly.remedy(refused);
    }
}
