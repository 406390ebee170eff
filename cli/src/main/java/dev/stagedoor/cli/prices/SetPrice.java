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
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "set",
        description = {
            "Set what calls cost to numbers that begin so; the other prices stay, and so do those of calls in progress.",
            "While the dial settings cap what calls may cost, only an operator makes them cheaper."
        },
        footer = {
            "stagedoor call-prices set +44 --per-minute 0.02 --tenant acme",
            "stagedoor call-prices set +447 --per-minute 0.05 --connection-fee 0.01 --increment 30/6",
            "stagedoor call-prices set + --inbound --per-minute 0.0085"
        })
final class SetPrice extends TenantCommand {
    @Mixin
    private PriceOf price = new PriceOf();

    @Option(names = "--per-minute", paramLabel = "USD", required = true, description = "For a minute, in US dollars.")
    private double perMinute;

    @Option(
            names = "--connection-fee",
            paramLabel = "USD",
            description = "For each call that is answered (default: 0).")
    private @Nullable Double connectionFee;

    @Option(
            names = "--increment",
            paramLabel = "MIN/STEP",
            converter = Increment.Typed.class,
            description = "The seconds that are charged at least, and the steps beyond them (default: 60/60).")
    private @Nullable Increment increment;

    @Override
    protected int run(Session session) {
        Dials dials = client(session).dials();
        List<CallPrice> all = new ArrayList<>(dials.prices().items());
        all.removeIf(price::isOf);
        all.add(new CallPrice(
                price.direction(),
                price.prefix(),
                perMinute,
                connectionFee,
                increment == null ? null : increment.minimum(),
                increment == null ? null : increment.step()));
        ListPrices.Shown.prices(session, dials.put(new CallPrices(all)));
        return ExitCode.OK;
    }

    @Override
    protected @Nullable String remedy(ProblemException refused) {
        return OperatorOnly.remedy(refused);
    }
}
