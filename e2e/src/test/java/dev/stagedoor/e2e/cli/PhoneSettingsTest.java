// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code stagedoor phone-settings}. */
class PhoneSettingsTest {
    @RegisterExtension
    static final Scene SCENE = new Scene();

    private static int last;

    private String slug = "";
    private Cli tenant;

    @BeforeEach
    void a_tenant() {
        slug = "callers-" + ++last;
        must(SCENE.operator().run("tenants create " + slug));
        tenant = SCENE.tenant(slug);
    }

    @Test
    void what_nobody_has_set_is_shown_with_its_defaults() {
        assertThat(must(tenant.run("phone-settings show")).out())
                .isEqualTo("{\"blocked\":[],\"allowed\":[],\"withheld_callers\":true,\"answer_within\":8,"
                        + "\"calls_per_caller\":10,\"calls_per_number\":1000,\"body_only_signatures\":false}\n");
        assertThat(must(tenant.onTerminal(100).run("phone-settings show")).out())
                .containsPattern("blocked +nobody\n")
                .containsPattern("allowed +everybody else\n")
                .containsPattern("answer within +8 s\n");
    }

    @Test
    void one_caller_is_added_and_removed_and_the_others_stay() {
        must(tenant.run("phone-settings set --block +12025550143 --block +8816* --allow +44*"));

        Cli.Run changed = must(tenant.run("phone-settings set --unblock +12025550143 --block +12025550144"));

        assertThat(changed.json().at("/blocked").toString()).isEqualTo("[\"+8816*\",\"+12025550144\"]");
        assertThat(changed.json().at("/allowed").toString()).isEqualTo("[\"+44*\"]");
        assertThat(must(tenant.run("phone-settings set --disallow +44*")).json().at("/allowed"))
                .isEmpty();
    }

    @Test
    void a_caller_who_is_not_listed_is_told_when_removed() {
        assertThat(must(tenant.run("phone-settings set --unblock +12025550143")).err())
                .isEqualTo("stagedoor: +12025550143 is not on the list: blocked stays as it is\n");
    }

    @Test
    void a_setting_changes_alone() {
        must(tenant.run("phone-settings set --block +8816* --calls-per-number 5 --no-withheld-callers"));

        Cli.Run changed = must(SCENE.operator()
                .run("phone-settings set --answer-within 12 --calls-per-caller 3 --body-only-signatures --tenant "
                        + slug));

        assertThat(changed.out())
                .isEqualTo("{\"blocked\":[\"+8816*\"],\"allowed\":[],\"withheld_callers\":false,\"answer_within\":12,"
                        + "\"calls_per_caller\":3,\"calls_per_number\":5,\"body_only_signatures\":true}\n");
        assertThat(must(tenant.run("phone-settings set --withheld-callers --no-body-only-signatures"))
                        .out())
                .contains("\"withheld_callers\":true", "\"body_only_signatures\":false", "\"answer_within\":12");
    }

    @Test
    void nothing_to_set_is_a_usage_error_and_what_is_no_number_is_refused() {
        assertThat(tenant.run("phone-settings set").code()).isEqualTo(2);
        Cli.Run refused = tenant.run("phone-settings set --block 020*");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("E.164");
        assertThat(tenant.run("phone-settings set --answer-within 61").code()).isEqualTo(3);
    }
}
