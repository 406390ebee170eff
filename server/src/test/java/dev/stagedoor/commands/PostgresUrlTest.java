// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("database.url is what other programs take, without user and password")
class PostgresUrlTest {
    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db:5432/stagedoor, jdbc:postgresql://db:5432/stagedoor",
        "postgres://db:5432/stagedoor?sslmode=require, jdbc:postgresql://db:5432/stagedoor?sslmode=require",
        "postgresql://[::1]/stagedoor, jdbc:postgresql://[::1]/stagedoor",
    })
    void both_usual_forms_are_accepted(String given, String jdbc) {
        assertThat(PostgresUrl.jdbc(given)).isEqualTo(jdbc);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://me:hush@db/stagedoor",
                "jdbc:postgresql://me:hush@db/stagedoor",
                "jdbc:postgresql://db/stagedoor?user=me&password=hush",
                "jdbc:postgresql://db/stagedoor?options=-c%20role%3Dhush",
                "mysql://me:hush@db/stagedoor",
                "jdbc:postgresql://db:hush/stagedoor",
                "hush",
            })
    void what_could_log_in_as_somebody_else_is_refused_and_never_quoted(String given) {
        assertThatThrownBy(() -> PostgresUrl.jdbc(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("database.url must ")
                .hasMessageNotContaining("hush");
    }

    @Test
    void a_user_in_the_url_is_told_where_he_belongs() {
        assertThatThrownBy(() -> PostgresUrl.jdbc("postgres://me:hush@db/stagedoor"))
                .hasMessageContaining("database.admin_user")
                .hasMessageContaining("database.admin_password_file");
    }
}
