// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.prices;

import picocli.CommandLine.Command;

/** {@code stagedoor call-prices}. */
@Command(
        name = "call-prices",
        description = "Set what calls by phone cost, and show what was spent.",
        subcommands = {ListPrices.class, SetPrice.class, RemovePrice.class, ReplacePrices.class, ShowSpend.class})
public final class CallPricesCommand {}
