// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code stagedoor dial-settings}. */
class DialSettingsTest {
    @RegisterExtension
    static final Scene SCENE = new Scene();

    private static int last;

    private String slug = "";
    private Cli tenant;

    @BeforeEach
    void a_tenant() {
        slug = "callees-" + ++last;
        must(SCENE.operator().run("tenants create " + slug));
        tenant = SCENE.tenant(slug);
    }

    private Cli.Run operator(String options) {
        return SCENE.operator().run("dial-settings set " + options + " --tenant " + slug);
    }

    @Test
    void what_nobody_has_set_is_shown_with_its_defaults() {
        assertThat(must(tenant.run("dial-settings show")).out())
                .isEqualTo("{\"countries\":[],\"allowed_types\":[\"fixed_line\",\"mobile\",\"fixed_line_or_mobile\","
                        + "\"toll_free\",\"voip\"],\"concurrent_calls\":5,\"calls_per_hour\":60,\"calls_per_day\":300,"
                        + "\"calls_per_destination_per_hour\":5,\"calls_per_prefix_per_hour\":20,"
                        + "\"max_duration\":1800,\"unpriced\":\"allow\"}\n");
        assertThat(must(tenant.onTerminal(100).run("dial-settings show")).out())
                .containsPattern("countries +none: nobody may be called\n")
                .containsPattern("types +fixed_line, mobile, fixed_line_or_mobile, toll_free, voip\n")
                .containsPattern("calls per destination +5 in an hour\n")
                .containsPattern("max duration +1800 s\n");
    }

    @Test
    void countries_and_types_are_added_and_removed_and_the_others_stay() {
        must(operator("--country gb --country US --country IE --allow-type premium_rate"));

        Cli.Run changed = must(operator("--no-country US --country FR --no-type toll_free --no-type voip"));

        assertThat(changed.json().at("/countries").toString()).isEqualTo("[\"FR\",\"GB\",\"IE\"]");
        assertThat(changed.json().at("/allowed_types").toString())
                .isEqualTo("[\"fixed_line\",\"mobile\",\"fixed_line_or_mobile\",\"premium_rate\"]");
    }

    @Test
    void what_is_not_listed_is_told_when_removed() {
        assertThat(must(tenant.run("dial-settings set --no-country FR --no-type pager"))
                        .err())
                .isEqualTo("""
                    stagedoor: FR is not on the list: countries stays as it is
                    stagedoor: pager is not on the list: types stays as it is
                    """);
    }

    @Test
    void a_limit_changes_alone() {
        must(operator("--country GB --calls-per-day 400"));

        Cli.Run changed = must(operator("--concurrent-calls 2 --calls-per-hour 30 --calls-per-destination 3"
                + " --calls-per-prefix 10 --max-duration 10m"));

        assertThat(changed.out())
                .startsWith("{\"countries\":[\"GB\"],")
                .endsWith("\"concurrent_calls\":2,\"calls_per_hour\":30,\"calls_per_day\":400,"
                        + "\"calls_per_destination_per_hour\":3,\"calls_per_prefix_per_hour\":10,"
                        + "\"max_duration\":600,\"unpriced\":\"allow\"}\n");
        assertThat(must(operator("--max-duration 90")).at("/max_duration")).isEqualTo("90");
    }

    @Test
    void a_tenant_allows_less_by_itself_and_is_told_who_allows_more() {
        must(operator("--country GB --country US"));

        assertThat(must(tenant.run("dial-settings set --no-country US --calls-per-hour 10"))
                        .at("/calls_per_hour"))
                .isEqualTo("10");
        Cli.Run refused = tenant.run("dial-settings set --country US --calls-per-hour 11");

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err())
                .contains("\n  countries: allows more than before\n", "\n  calls_per_hour: allows more than before\n")
                .contains("\n  repeat it with an operator's key, and --tenant\n", "code forbidden");
        assertThat(must(tenant.run("dial-settings show")).json().at("/countries"))
                .hasSize(1);
    }

    @Test
    void nothing_to_set_and_what_is_no_duration_or_type_is_a_usage_error() {
        assertThat(tenant.run("dial-settings set").code()).isEqualTo(2);
        Cli.Run duration = tenant.run("dial-settings set --max-duration soon");
        assertThat(duration.code()).isEqualTo(2);
        assertThat(duration.err()).contains("'soon' is not a duration such as 30s, 10m or 1h");
        Cli.Run type = tenant.run("dial-settings set --allow-type landline");
        assertThat(type.code()).isEqualTo(2);
        assertThat(type.err()).contains("'landline' is not one of fixed_line, mobile, ");
    }

    @Test
    void what_is_no_country_is_refused() {
        Cli.Run refused = operator("--country britain");

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("countries").contains("the two capital letters of a country, as GB");
    }
}
