// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.numbers;

import dev.stagedoor.api.numbers.NumberState;
import dev.stagedoor.api.numbers.NumberView;
import dev.stagedoor.cli.console.Columns;
import java.util.Locale;

/** The columns of phone numbers. */
final class NumberColumns {
    static final Columns<NumberView> ROW = new Columns<NumberView>()
            .add("number", NumberView::number)
            .add("agent", NumberView::agentSlug)
            .add("state", NumberColumns::state)
            .add("country", NumberView::country)
            .add("updated", NumberView::updatedAt);

    static final Columns<NumberView> WHOLE = new Columns<NumberView>()
            .add("number", NumberView::number)
            .add("formatted", NumberView::formatted)
            .add("country", NumberView::country)
            .add("agent", NumberView::agentSlug)
            .add("state", NumberColumns::state)
            .add("confirmed by", NumberView::confirmedBy)
            .add("confirmed", NumberView::confirmedAt)
            .add("created", NumberView::createdAt)
            .add("updated", NumberView::updatedAt);

    private NumberColumns() {}

    private static String state(NumberView number) {
        return number.state() == NumberState.PENDING
                ? "pending: nobody has confirmed it"
                : number.state().name().toLowerCase(Locale.ROOT);
    }
}
