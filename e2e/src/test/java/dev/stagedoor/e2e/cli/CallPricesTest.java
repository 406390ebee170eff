// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code stagedoor call-prices}, and the caps in {@code stagedoor dial-settings}. */
class CallPricesTest {
    @RegisterExtension
    static final Scene SCENE = new Scene();

    private static int last;

    private String slug = "";
    private Cli tenant;

    @BeforeEach
    void a_tenant() {
        slug = "payers-" + ++last;
        must(SCENE.operator().run("tenants create " + slug));
        tenant = SCENE.tenant(slug);
    }

    private Cli.Run operator(String command) {
        return SCENE.operator().run(command + " --tenant " + slug);
    }

    @Test
    void prices_are_set_one_by_one_and_shown_as_a_table() {
        assertThat(must(tenant.onTerminal(100).run("call-prices list")).err()).isEqualTo("None.\n");
        must(tenant.run("call-prices set +44 --per-minute 0.02"));
        must(tenant.run("call-prices set +447 --per-minute 0.05 --connection-fee 0.01 --increment 30/6"));
        must(tenant.run("call-prices set + --inbound --per-minute 0.0085"));
        must(tenant.run("call-prices set +44 --per-minute 0.03"));

        assertThat(must(tenant.onTerminal(100).run("call-prices list")).out())
                .containsPattern("DIRECTION +PREFIX +PER MINUTE +FEE +INCREMENT\n")
                .containsPattern("outbound +\\+44 +0.03 USD +0.0 USD +60/60\n")
                .containsPattern("outbound +\\+447 +0.05 USD +0.01 USD +30/6\n")
                .containsPattern("inbound +\\+ +0.0085 USD +0.0 USD +60/60\n");
    }

    @Test
    void a_price_is_removed_and_one_that_is_not_there_is_told() {
        must(tenant.run("call-prices set +44 --per-minute 0.02"));

        Cli.Run wrong = must(tenant.run("call-prices remove +44 --inbound"));
        assertThat(wrong.err()).contains("there is no such price");
        assertThat(wrong.json().at("/items")).hasSize(1);

        assertThat(must(tenant.run("call-prices remove +44")).json().at("/items"))
                .isEmpty();
    }

    @Test
    void a_whole_list_is_taken_as_it_is_shown() {
        must(tenant.run("call-prices set +1 --per-minute 1"));
        String list = "{\"items\":[{\"prefix\":\"+44\",\"per_minute\":0.02},{\"prefix\":\"+33\",\"per_minute\":0.03}]}";

        Cli.Run replaced = must(tenant.typing(list).run("call-prices replace --file -"));

        assertThat(replaced.json().at("/items").findValuesAsText("prefix")).containsExactly("+33", "+44");
        assertThat(must(tenant.typing(replaced.out()).run("call-prices replace --file -"))
                        .out())
                .isEqualTo(replaced.out());
    }

    @Test
    void caps_are_set_and_taken_away_and_what_is_left_is_shown() {
        must(tenant.run(
                "dial-settings set --spend-per-day 10 --spend-per-month 99.5 --spend-per-call 1 --unpriced refuse"));

        assertThat(must(tenant.onTerminal(100).run("call-prices spend")).out())
                .containsPattern("today +0.0 USD, 10.0 USD left of 10.0 USD\n")
                .containsPattern("this month +0.0 USD, 99.5 USD left of 99.5 USD\n")
                .containsPattern("cap of a call +1.0 USD\n")
                .containsPattern("today ends +\\d{4}-\\d\\d-\\d\\dT00:00:00Z\n");
        assertThat(must(tenant.onTerminal(100).run("dial-settings show")).out())
                .containsPattern("spend per day +10.0 USD\n")
                .containsPattern("unpriced numbers +refuse\n");

        Cli.Run refused = tenant.run("dial-settings set --no-spend-cap day");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err())
                .contains("spend_per_day: allows more than before", "repeat it with an operator's key");

        Cli.Run without = must(operator("dial-settings set --no-spend-cap day --no-spend-cap month --unpriced allow"));
        assertThat(without.json().has("spend_per_day")).isFalse();
        assertThat(without.at("/spend_per_call")).isEqualTo("1.0");
        assertThat(tenant.run("dial-settings set --spend-per-call 1 --no-spend-cap call")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void under_a_cap_a_tenant_is_told_who_makes_calls_cheaper() {
        must(tenant.run("call-prices set +44 --per-minute 0.02"));
        must(tenant.run("dial-settings set --spend-per-day 10"));

        Cli.Run refused = tenant.run("call-prices set +44 --per-minute 0.01");

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("+44", "repeat it with an operator's key, and --tenant");
        must(operator("call-prices set +44 --per-minute 0.01"));
    }

    @Test
    void what_is_no_price_is_a_usage_error_or_refused_with_its_field() {
        Cli.Run increment = tenant.run("call-prices set +44 --per-minute 1 --increment 60");
        assertThat(increment.code()).isEqualTo(2);
        assertThat(increment.err()).contains("'60' is not an increment such as 60/60 or 30/6");
        assertThat(tenant.run("call-prices set +44 --per-minute much").err()).contains("'much' is not a number");
        Cli.Run prefix = tenant.run("call-prices set 0044 --per-minute 1");
        assertThat(prefix.code()).isEqualTo(3);
        assertThat(prefix.err()).contains("must be a plus sign and the digits that numbers begin with, as +44");
    }
}
