// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A PostgreSQL before 16 is refused")
class PostgresVersionTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    @Test
    void the_version_is_the_servers_own() {
        PostgresVersion version = DB.database().directory(PostgresVersion::of);

        assertThat(version.number()).isGreaterThanOrEqualTo(160_000).isLessThan(1_000_000);
        assertThat(version.name()).startsWith(Integer.toString(version.number() / 10_000));
    }

    @Test
    void sixteen_is_the_first_that_is_accepted() {
        assertThatCode(() -> new PostgresVersion(160_000, "16.0").require()).doesNotThrowAnyException();
        assertThatThrownBy(() -> new PostgresVersion(150_018, "15.18").require())
                .isInstanceOf(DatabaseRefused.class)
                .hasMessage("This is PostgreSQL 15.18, and Stagedoor needs 16 or newer. Nothing was changed.");
    }
}
