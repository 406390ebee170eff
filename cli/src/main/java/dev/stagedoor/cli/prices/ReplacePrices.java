// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.prices;

import dev.stagedoor.api.prices.CallPrices;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.JsonFile;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.http.ProblemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "replace",
        description = "Put a whole list in the place of all prices, as list --json shows them.",
        footer = "stagedoor call-prices replace --file prices.json --tenant acme")
final class ReplacePrices extends TenantCommand {
    @Option(
            names = "--file",
            paramLabel = "FILE",
            required = true,
            description = "JSON: {\"items\":[{\"prefix\":\"+44\",\"per_minute\":0.02}]}; - for standard input.")
    private Path file = Path.of("-");

    @Override
    protected int run(Session session) {
        CallPrices prices = JsonFile.read(session.shell(), file, CallPrices.class);
        ListPrices.Shown.prices(session, client(session).dials().put(prices));
        return ExitCode.OK;
    }

    @Override
    protected @Nullable String remedy(ProblemException refused) {
        return OperatorOnly.remedy(refused);
    }
}
